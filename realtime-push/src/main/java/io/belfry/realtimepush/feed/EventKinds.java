package io.belfry.realtimepush.feed;

import io.belfry.core.call.CallEvent.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The words of call events, in the order of the documentation. */
public final class EventKinds {
    public static final Set<String> KNOWN = words(Arrays.stream(Kind.values()));

    /** What the original had; the others come only to who names them. */
    public static final Set<String> USUAL =
            words(Arrays.stream(Kind.values()).filter(Kind::isOriginal));

    /** To who names another. */
    public static final String NO_SUCH =
            "There is no such event. There are " + String.join(", ", KNOWN) + ".";

    private EventKinds() {}

    private static Set<String> words(Stream<Kind> kinds) {
        Set<String> words = new LinkedHashSet<>();
        kinds.map(Kind::word).forEach(words::add);
        return Collections.unmodifiableSet(words);
    }
}
