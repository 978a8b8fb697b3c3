package io.belfry.core.integration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a template can use, see {@link FieldNames}. Knows what somebody may have meant who
 * typed another one.
 */
public final class Fields {
    /** Shorter beginnings fit too many names. */
    private static final int BEGINNING = 3;

    /** What other systems of the trade call our fields, so that a habit finds the right name. */
    private static final Map<String, String> HABITS =
            Map.ofEntries(
                    Map.entry("callerid", "callernum"),
                    Map.entry("calleridnum", "callernum"),
                    Map.entry("caller", "callernum"),
                    Map.entry("callernumber", "callernum"),
                    Map.entry("phone", "callernum"),
                    Map.entry("number", "callernum"),
                    Map.entry("ani", "callernum"),
                    Map.entry("calleridname", "callername"),
                    Map.entry("called", "callednum"),
                    Map.entry("did", "extension"),
                    Map.entry("exten", "extension"),
                    Map.entry("agent", "agentname"),
                    Map.entry("agentnumber", "agentnum"),
                    Map.entry("queuename", "queue"),
                    Map.entry("wait", "holdtime"),
                    Map.entry("duration", "talktime"),
                    Map.entry("callid", "uniqueid"),
                    Map.entry("day", "weekday"));

    private final Set<String> names;

    private Fields(Collection<String> names) {
        this.names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /** The built-in ones and these custom variables. */
    public static Fields with(List<String> variables) {
        return new Fields(FieldNames.with(variables));
    }

    /** Exactly these. */
    public static Fields of(Collection<String> names) {
        return new Fields(names);
    }

    public boolean knows(String name) {
        return names.contains(name);
    }

    /** All names, custom variables last. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * The known name that is most like this one, or the first that begins so, as while it is being
     * typed; empty when none is near.
     */
    public Optional<String> nearest(String name) {
        String typed = name.strip().toLowerCase(Locale.ROOT);
        if (HABITS.containsKey(typed)) {
            return Optional.of(HABITS.get(typed)).filter(this::knows);
        }
        List<String> candidates = new ArrayList<>(names);
        candidates.addAll(HABITS.keySet());
        return Suggestion.of(typed, candidates)
                .map(near -> HABITS.getOrDefault(near, near))
                .or(() -> beginning(typed))
                .filter(this::knows);
    }

    private Optional<String> beginning(String typed) {
        return typed.length() < BEGINNING
                ? Optional.empty()
                : names.stream()
                        .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(typed))
                        .findFirst();
    }
}
