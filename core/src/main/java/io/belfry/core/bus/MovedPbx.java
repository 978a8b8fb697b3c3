package io.belfry.core.bus;

/** It is noted where a PBX shall be; who owns it gives it away within a second. */
public record MovedPbx(String pbx, String node) {}
