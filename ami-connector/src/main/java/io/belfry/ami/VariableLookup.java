package io.belfry.ami;

import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks the PBX for custom variables that came neither with an event nor by VarSet, because the user
 * may not read class {@code dialplan} or the call is older than the connection: once for each
 * variable and call. No event waits for the answer; later ones carry it.
 */
final class VariableLookup {
    private static final int MOST_AT_ONCE = 32;
    private static final int MOST_CALLS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Consumer<AmiEvent> found;
    private final Set<String> asked = new HashSet<>();
    private final Queue<String> oldest = new ArrayDeque<>();
    private List<String> names = List.of();
    private boolean varSetsCome;
    private int underWay;
    private long skipped;
    private boolean denied;

    /** The channel of a caller. */
    private record Channel(String name, String uniqueid, String linkedid) {}

    /**
     * @param found gets a VarSet as the PBX would have sent it
     */
    VariableLookup(Consumer<AmiEvent> found) {
        this.found = found;
    }

    void configure(Collection<String> variableNames) {
        names = List.copyOf(variableNames);
    }

    /** A new connection may have other rights. */
    void restart() {
        denied = false;
        varSetsCome = false;
    }

    /** Questions that were not asked because too many were under way. */
    long skipped() {
        return skipped;
    }

    boolean isDenied() {
        return denied;
    }

    /**
     * Where no VarSet ever comes there is no reason to wait for one: a caller who joins a queue
     * will ring at somebody's phone soon.
     */
    void onEvent(AmiEvent e, Requests requests) {
        if (e.type() == AmiType.VAR_SET) {
            varSetsCome = true;
        } else if (e.type() == AmiType.QUEUE_CALLER_JOIN && !varSetsCome) {
            Channel channel =
                    new Channel(
                            e.get(AmiField.CHANNEL),
                            e.get(AmiField.UNIQUEID),
                            e.get(AmiField.LINKEDID));
            ask(channel, names.stream().filter(name -> !isIn(e, name)).toList(), requests);
        }
    }

    private static boolean isIn(AmiEvent e, String name) {
        return e.channelVariables().stream().anyMatch(each -> each.startsWith(name + "="));
    }

    /** The last chance to learn what an agent's page may need: his phone rings. */
    void onCallEvent(CallEvent event, Requests requests) {
        boolean early =
                switch (event.kind()) {
                    case QUEUED, RINGING, UP -> true;
                    default -> false;
                };
        if (!early || names.isEmpty() || event.call().queue().isEmpty()) {
            return;
        }
        Call call = event.call();
        ask(
                new Channel(call.channel(), call.id().uniqueid(), call.linkedid()),
                names.stream()
                        .filter(name -> call.variables().getOrDefault(name, "").isEmpty())
                        .toList(),
                requests);
    }

    private void ask(Channel channel, List<String> missing, Requests requests) {
        if (denied || missing.isEmpty() || !asked.add(channel.uniqueid())) {
            return;
        }
        oldest.add(channel.uniqueid());
        if (oldest.size() > MOST_CALLS) {
            asked.remove(oldest.poll());
        }
        missing.forEach(name -> ask(channel, name, requests));
    }

    private void ask(Channel channel, String name, Requests requests) {
        if (underWay >= MOST_AT_ONCE) {
            skipped++;
            return;
        }
        AmiAction action;
        try {
            action = Actions.getvar(channel.name(), name);
        } catch (IllegalArgumentException e) {
            // a channel name that only a forged event can have
            skipped++;
            return;
        }
        underWay++;
        requests.send(action, LIMIT)
                .onComplete(done -> underWay--)
                .onSuccess(answer -> answered(channel, name, answer));
    }

    private void answered(Channel channel, String name, AmiAnswer answer) {
        denied |= answer.isDenied();
        String value = answer.get("value");
        if (answer.ok() && !value.isEmpty()) {
            found.accept(varSet(channel, name, value));
        }
    }

    private static AmiEvent varSet(Channel channel, String name, String value) {
        String[] values = new String[AmiField.COUNT];
        values[AmiField.CHANNEL.ordinal()] = channel.name();
        values[AmiField.UNIQUEID.ordinal()] = channel.uniqueid();
        values[AmiField.LINKEDID.ordinal()] = channel.linkedid();
        values[AmiField.VARIABLE.ordinal()] = name;
        // a VarSet has C escapes, an answer to Getvar has none
        values[AmiField.VALUE.ordinal()] = value.replace("\\", "\\\\");
        return new AmiEvent(AmiType.VAR_SET, values, List.of());
    }
}
