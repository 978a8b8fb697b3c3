package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.UndoAnswer;
import io.belfry.core.bus.UndoAnswer.State;
import io.belfry.core.bus.UndoWord;
import io.belfry.core.bus.UndoWord.Act;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was deleted a moment ago and can be brought back by who deleted it; what is older is
 * forgotten. It stays with its secrets at the node where it was deleted, whose name is part of the
 * key: the same browser's next request may come to another node, which asks that one.
 */
final class Undo {
    /** Long enough to see the mistake, short enough that nobody builds on it. */
    static final Duration WITHIN = Duration.ofSeconds(30);

    private static final int MOST = 200;

    /** A list is not held up for longer by a node that does not answer. */
    private static final long SHOWN_WITHIN_MILLIS = 1_000;

    /** A secret of this deletion, and the node. */
    private static final Pattern KEY = Pattern.compile("([0-9a-f-]{36})@([0-9a-zA-Z-]{1,64})");

    /** A deleted thing; the name is for people. */
    private record Gone(Thing thing, String id, String name, String user, Instant until) {}

    /** What a page shows. */
    public record Offer(String key, String name, long seconds) {}

    private final Vertx vertx;
    private final SettingsDesk desk;
    private final Clock clock;
    private final Map<String, Gone> gone =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Gone> eldest) {
                            return size() > MOST;
                        }
                    });

    Undo(Vertx vertx, SettingsDesk desk, Clock clock) {
        this.vertx = vertx;
        this.desk = desk;
        this.clock = clock;
    }

    /** From now on the other nodes may ask. */
    void start() {
        if (vertx.isClustered()) {
            Ask.UNDO.answerAsNode(vertx, this::answer);
        }
    }

    /** The key under which it can be brought back; nobody guesses it. */
    String remember(Thing thing, String id, String name, Actor by) {
        String secret = UUID.randomUUID().toString();
        gone.put(secret, new Gone(thing, id, name, by.user(), clock.instant().plus(WITHIN)));
        return secret + "@" + NodeId.of(vertx);
    }

    /** Whether it can still be brought back. A node that does not answer offers nothing. */
    Future<Optional<Offer>> offer(String key, Actor who) {
        return ask(key, who, Act.SHOW)
                .timeout(SHOWN_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(UndoAnswer.NOTHING)
                .map(
                        found ->
                                found.state() == State.OFFERED
                                        ? Optional.of(new Offer(key, found.name(), found.seconds()))
                                        : Optional.empty());
    }

    /** Once: a second click finds nothing, unless the first one could not be done. */
    Future<UndoAnswer> bringBack(String key, Actor who) {
        return ask(key, who, Act.BRING_BACK);
    }

    private Future<UndoAnswer> ask(String key, Actor who, Act act) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Future.succeededFuture(UndoAnswer.NOTHING);
        }
        UndoWord word = new UndoWord(parts.group(1), who.user(), who.address(), act);
        String node = parts.group(2);
        if (node.equals(NodeId.of(vertx).toString())) {
            return answer(word);
        }
        // without a cluster the only other node is this server before its last start
        return vertx.isClustered()
                ? SettingsDesk.changed(
                        Ask.UNDO
                                .putTo(vertx, node, word)
                                .recover(
                                        e ->
                                                Ask.isNobody(e)
                                                        ? Future.succeededFuture(UndoAnswer.NOTHING)
                                                        : Future.failedFuture(e)))
                : Future.succeededFuture(UndoAnswer.NOTHING);
    }

    private Future<UndoAnswer> answer(UndoWord word) {
        Gone found = gone.get(word.key());
        Instant now = clock.instant();
        if (found == null || !found.user().equals(word.user()) || !now.isBefore(found.until())) {
            return Future.succeededFuture(UndoAnswer.NOTHING);
        }
        if (word.act() == Act.SHOW) {
            long seconds = Duration.between(now, found.until()).toSeconds();
            return Future.succeededFuture(answer(State.OFFERED, found, seconds, ""));
        }
        // of two clicks at once one finds it
        return gone.remove(word.key(), found)
                ? desk.restore(found.thing(), found.id(), new Actor(word.user(), word.address()))
                        .onFailure(e -> gone.put(word.key(), found))
                        .map(answer -> restored(found, answer))
                : Future.succeededFuture(UndoAnswer.NOTHING);
    }

    private static UndoAnswer restored(Gone found, ConfigAnswer answer) {
        if (answer instanceof ConfigAnswer.Saved) {
            return answer(State.BACK, found, 0, "");
        }
        return answer instanceof ConfigAnswer.Refused refused
                ? answer(State.REFUSED, found, 0, refused.message())
                : UndoAnswer.NOTHING;
    }

    private static UndoAnswer answer(State state, Gone found, long seconds, String message) {
        return new UndoAnswer(state, found.thing(), found.name(), seconds, message);
    }
}
