package io.belfry.core.call;

/** Who calls, as the PBX shows it; both are empty for an anonymous caller. */
public record Caller(String number, String name) {
    public static final Caller UNKNOWN = new Caller("", "");
}
