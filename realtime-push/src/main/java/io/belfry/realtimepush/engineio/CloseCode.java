package io.belfry.realtimepush.engineio;

/** Why the server closes a session, in the numbers of RFC 6455. */
public enum CloseCode {
    NORMAL(1000),
    GOING_AWAY(1001),
    PROTOCOL_ERROR(1002),
    UNSUPPORTED(1003),
    POLICY(1008),
    TOO_LARGE(1009),
    TRY_LATER(1013);

    private final short number;

    CloseCode(int number) {
        this.number = (short) number;
    }

    public short number() {
        return number;
    }
}
