package io.belfry.core.web;

/** What somebody is to Belfry. */
public enum Role {
    /** Changes settings and sees everything. */
    ADMIN,
    /** Watches calls of the queues assigned to him. */
    SUPERVISOR,
    /** Gets pages for his own calls. */
    AGENT
}
