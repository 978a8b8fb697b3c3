package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Privilege;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which actions there are, what right each needs (any one of those named), and who handles it. */
final class ActionTable {
    private final Map<String, Entry> actions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Does the action and answers it. */
    interface Handler {
        void handle(ActionRequest request);
    }

    record Entry(String name, Set<Privilege> needs, String synopsis, Handler handler) {
        /** As ListCommands shows it. */
        String line() {
            String rights =
                    needs.isEmpty()
                            ? "<none>"
                            : needs.stream()
                                            .sorted()
                                            .map(Privilege::word)
                                            .collect(Collectors.joining(","))
                                    + ",all";
            return name + ": " + synopsis + "  (Priv: " + rights + ")";
        }
    }

    /**
     * @param needs comma-separated classes, empty if everybody who is logged in may
     */
    void add(String name, String needs, String synopsis, Handler handler) {
        Set<Privilege> rights = needs.isEmpty() ? Set.of() : Privilege.parse(needs);
        actions.put(name, new Entry(name, rights, synopsis, handler));
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    Iterable<Entry> all() {
        return actions.values();
    }

    /** These three are what a client may send before it has logged in. */
    static boolean beforeLogin(String action) {
        return Set.of("login", "logoff", "challenge").contains(action.toLowerCase(Locale.ROOT));
    }
}
