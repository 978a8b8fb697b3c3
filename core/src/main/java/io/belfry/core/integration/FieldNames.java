package io.belfry.core.integration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Names that conditions and templates may use: the fields of {@code events.md} and ours. */
public final class FieldNames {
    /** Fields that hold seconds or counts. */
    public static final Set<String> NUMBERS =
            Set.of("holdtime", "ringtime", "talktime", "attempt", "position");

    /** Always there, whatever is configured; in the order in which a list of them reads well. */
    public static final List<String> BUILT_IN =
            List.of(
                    "event",
                    "queue",
                    "callernum",
                    "callername",
                    "callednum",
                    "extension",
                    "context",
                    "direction",
                    "agentname",
                    "agentnum",
                    "peer",
                    "sipname",
                    "device",
                    "holdtime",
                    "ringtime",
                    "talktime",
                    "reason",
                    "abandonreason",
                    "leavereason",
                    "attempt",
                    "position",
                    "by",
                    "mode",
                    "to",
                    "toagent",
                    "pausereason",
                    "uniqueid",
                    "linkedid",
                    "agentuniqueid",
                    "channel",
                    "trunk",
                    "pbx",
                    "id",
                    "time",
                    "weekday",
                    "recovered",
                    "from",
                    "until",
                    "calls");

    private FieldNames() {}

    /** The built-in ones and these custom variables. */
    public static Set<String> with(List<String> variables) {
        Set<String> names = new LinkedHashSet<>(BUILT_IN);
        names.addAll(variables);
        return names;
    }
}
