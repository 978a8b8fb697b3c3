package io.belfry.core.bus;

/** Let a paused script run again now. */
public record ResumeScript(String integrationId) {}
