package io.belfry.core.bus;

/**
 * Somebody who deleted something comes to another node than the one that still has it.
 *
 * @param key what he was told at the deletion
 * @param user who asks; others get nothing
 * @param address from where, for the audit
 * @param act what he wants
 */
public record UndoWord(String key, String user, String address, Act act) {
    /** What can be wanted of something deleted. */
    public enum Act {
        /** Can it still be brought back? */
        SHOW,
        /** Bring it back. */
        BRING_BACK
    }

    /** Without the key, which is as good as a password. */
    @Override
    public String toString() {
        return act + " for " + user;
    }
}
