package io.belfry.realtimepush.socketio;

/** Why a client may not connect, in words that its programmer reads. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message, null, false, false);
    }
}
