package io.belfry.ami;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every action that we ever send. Nobody else makes one, so that what can be asked of a PBX is seen
 * here at a glance; the values are checked by {@link AmiAction}.
 */
final class Actions {
    private Actions() {}

    static AmiAction ping() {
        return action("Ping");
    }

    /** Version of the PBX; needs class {@code system} or {@code reporting}. */
    static AmiAction coreSettings() {
        return action("CoreSettings");
    }

    /** All channels, a list; needs class {@code system} or {@code reporting}. */
    static AmiAction coreShowChannels() {
        return action("CoreShowChannels");
    }

    /** All queues with members and waiting callers, a list; needs no class. */
    static AmiAction queueStatus() {
        return action("QueueStatus");
    }

    /** The actions that this user may send; needs no class. */
    static AmiAction listCommands() {
        return action("ListCommands");
    }

    /** A variable of a channel; needs class {@code call} or {@code reporting}. */
    static AmiAction getvar(String channel, String variable) {
        return action("Getvar", "Channel", channel, "Variable", variable);
    }

    /** An event filter of this session; needs class {@code system}. */
    static AmiAction addFilter(String expression) {
        return action("Filter", "Operation", "Add", "Filter", expression);
    }

    /** What the PBX knows of a manager user, his rights among it; needs class {@code command}. */
    static AmiAction showManagerUser(String user) {
        if (!user.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException("not a name that its command line takes");
        }
        return action("Command", "Command", "manager show user " + user);
    }

    private static AmiAction action(String name, String... headers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return new AmiAction(name, map);
    }
}
