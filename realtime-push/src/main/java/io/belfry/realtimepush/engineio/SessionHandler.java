package io.belfry.realtimepush.engineio;

/** What is spoken over sessions. Called on the context of the server. */
public interface SessionHandler {
    void opened(EngineSession session);

    void message(EngineSession session, String text);

    /** It can take more again. */
    void drained(EngineSession session);

    /** Once for each that was opened; nothing can be sent any more. */
    void closed(EngineSession session, String why);
}
