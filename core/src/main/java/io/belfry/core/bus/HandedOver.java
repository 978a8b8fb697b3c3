package io.belfry.core.bus;

/** What was handed over is in good hands: whoever gave it may forget it. */
public record HandedOver() {}
