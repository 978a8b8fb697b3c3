package io.belfry.realtimepush.programs;

/** What a program may do. */
public enum Right {
    /** Get call events. */
    READ,
    /** Open pages at agents. */
    POP,
    /** Send messages to agents. */
    NOTIFY,
    /** Write rows of the Realtime table. */
    PUSH
}
