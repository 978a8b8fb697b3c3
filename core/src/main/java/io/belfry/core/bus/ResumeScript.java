package io.belfry.core.bus;

/** Let a paused script run again. */
public record ResumeScript(String integrationId) {}
