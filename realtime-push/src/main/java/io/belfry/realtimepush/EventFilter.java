package io.belfry.realtimepush;

import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.web.Grant;
import io.belfry.core.web.Problem;
import io.belfry.realtimepush.feed.EventKinds;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events a program wants: words, each once or several in one parameter, and queues.
 *
 * @param kinds never empty
 * @param queues empty for all
 */
record EventFilter(Set<String> kinds, Set<String> queues) {
    EventFilter {
        kinds = Set.copyOf(kinds);
        queues = Set.copyOf(queues);
    }

    /**
     * @throws Problem that names the word which is no event
     */
    static EventFilter of(List<String> events, List<String> queues) {
        Set<String> kinds =
                events.stream()
                        .flatMap(each -> Arrays.stream(each.split(",")))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String kind : kinds) {
            if (!EventKinds.KNOWN.contains(kind)) {
                String mend = EventKinds.NO_SUCH;
                throw new Problem(400, "bad_request", "events: " + mend, Map.of("events", mend));
            }
        }
        return new EventFilter(
                kinds.isEmpty() ? EventKinds.USUAL : kinds,
                queues.stream().filter(each -> !each.isEmpty()).collect(Collectors.toSet()));
    }

    /**
     * What a token may hear of it. Who names no kinds gets those of the usual that he may.
     *
     * @throws Problem that names the kind which the token may not hear
     */
    EventFilter within(Grant grant) {
        Set<String> may =
                kinds.stream().filter(word -> mayHear(grant, word)).collect(Collectors.toSet());
        if (may.size() < kinds.size() && (may.isEmpty() || !kinds.equals(EventKinds.USUAL))) {
            String not = String.join(", ", kinds.stream().filter(w -> !may.contains(w)).toList());
            throw new Problem(
                    403,
                    "insufficient_scope",
                    "This token may not hear these events: " + not + ".",
                    Map.of("events", "not for this token: " + not));
        }
        return new EventFilter(may, queues);
    }

    private static boolean mayHear(Grant grant, String word) {
        return grant.mayHear(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    boolean matches(LoggedEvent event) {
        return kinds.contains(event.kind()) && (queues.isEmpty() || queues.contains(event.queue()));
    }
}
