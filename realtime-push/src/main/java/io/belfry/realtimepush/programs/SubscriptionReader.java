package io.belfry.realtimepush.programs;

import io.belfry.realtimepush.feed.EventKinds;
import io.belfry.realtimepush.socketio.Refusal;
import io.vertx.core.json.JsonArray;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code {events, queues}} and says what in it is unknown or not allowed. */
final class SubscriptionReader {
    private static final int MOST_QUEUES = 100;
    private static final int LONGEST_QUEUE = 200;

    private final Program program;

    SubscriptionReader(Program program) {
        this.program = program;
    }

    /**
     * @param events list, or text with commas; nothing for those of the original
     * @param queues the same; nothing for all
     * @throws Refusal with words for who asked
     */
    Subscription read(Object events, Object queues) {
        if (!program.may(Right.READ)) {
            throw new Refusal("this token may not read events");
        }
        return new Subscription(kinds(words("events", events)), queues(words("queues", queues)));
    }

    private Set<String> kinds(Set<String> asked) {
        for (String kind : asked) {
            if (!EventKinds.KNOWN.contains(kind)) {
                throw new Refusal("events: " + EventKinds.NO_SUCH);
            }
            if (!program.mayGet(kind)) {
                throw new Refusal("events: this token may not get " + kind);
            }
        }
        return asked.isEmpty() ? usual() : asked;
    }

    private Set<String> usual() {
        return EventKinds.USUAL.stream()
                .filter(program::mayGet)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> queues(Set<String> asked) {
        if (asked.size() > MOST_QUEUES) {
            throw new Refusal("queues: more than " + MOST_QUEUES);
        }
        for (String queue : asked) {
            if (!program.maySee(queue)) {
                throw new Refusal("queues: this token may not see " + queue);
            }
        }
        return asked;
    }

    private static Set<String> words(String field, Object value) {
        if (value == null) {
            return Set.of();
        }
        List<?> all =
                value instanceof JsonArray list
                        ? list.getList()
                        : value instanceof String text
                                ? Arrays.asList(text.split(","))
                                : List.of(value);
        Set<String> words = new LinkedHashSet<>();
        for (Object each : all) {
            if (!(each instanceof String word) || word.length() > LONGEST_QUEUE) {
                throw new Refusal(field + ": wants a list of names");
            }
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }
}
