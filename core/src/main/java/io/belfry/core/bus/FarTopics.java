package io.belfry.core.bus;

import io.belfry.core.bus.Bundle.Fact;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes of a cluster tell each other. Facts of all topics that are told within a few
 * milliseconds travel together, in the order in which they were told; each is read once for all who
 * listen at a node. A message costs far more than what is in it: an encrypted record, two system
 * calls and two threads that wake up.
 */
final class FarTopics implements Shareable {
    private static final Logger LOG = LoggerFactory.getLogger(FarTopics.class);
    private static final String NAME = "belfry.far-topics";
    private static final String ADDRESS = "belfry.topics/far";

    /** The first one goes at once; what is told in the next moment goes together. */
    private static final int MOMENT_MILLIS = 20;

    /** Facts of one message. */
    private static final int MOST_TOGETHER = 500;

    /** What is told beyond that, before this node gets to speak, is dropped and counted. */
    private static final int MOST_WAITING = 20_000;

    private final Vertx vertx;
    private final Ownership ownership;
    private final String me;
    private final Map<String, List<Listener<?>>> listeners = new ConcurrentHashMap<>();
    private final Future<Context> speaker;
    private List<Fact> waiting = new ArrayList<>();
    private boolean beating;
    private volatile Subscription listening;

    private FarTopics(Vertx vertx) {
        this.vertx = vertx;
        this.ownership = Ownership.of(vertx);
        this.me = NodeId.of(vertx).toString();
        Speaker verticle = new Speaker();
        this.speaker = vertx.deployVerticle(verticle).map(id -> verticle.context());
    }

    /** The one of this node. */
    static FarTopics of(Vertx vertx) {
        return vertx.sharedData()
                .<String, FarTopics>getLocalMap(NAME)
                .computeIfAbsent(NAME, first -> new FarTopics(vertx));
    }

    /** Whoever tells may be undeployed the next moment; this one stays as long as the node. */
    private final class Speaker extends VerticleBase {
        @Override
        public Future<?> start() {
            listening = FarSide.of(vertx).<Buffer>listenAt(ADDRESS, FarTopics.this::heard);
            return listening.completion();
        }

        @Override
        public Future<?> stop() {
            speak(takeAll());
            return Future.succeededFuture();
        }

        Context context() {
            return context;
        }
    }

    /**
     * To all other nodes; from any thread.
     *
     * @param prompt goes at once, with all that was told before it
     */
    void tell(Fact fact, boolean prompt) {
        synchronized (this) {
            if (waiting.size() == MOST_WAITING) {
                ownership.overflowed();
                return;
            }
            waiting.add(fact);
            if (!prompt && beating) {
                return;
            }
            beating |= !prompt;
        }
        speaker.onSuccess(
                context ->
                        context.runOnContext(
                                here -> {
                                    if (prompt) {
                                        speak(takeAll());
                                    } else {
                                        beat();
                                    }
                                }));
    }

    /** Until there is nothing more to say. */
    private void beat() {
        List<Fact> all;
        synchronized (this) {
            all = takeAll();
            beating = !all.isEmpty();
        }
        if (!all.isEmpty()) {
            speak(all);
            vertx.setTimer(MOMENT_MILLIS, moment -> beat());
        }
    }

    private synchronized List<Fact> takeAll() {
        List<Fact> all = waiting;
        waiting = new ArrayList<>();
        return all;
    }

    private void speak(List<Fact> all) {
        // a node that stood still meanwhile may not speak for its PBXs any more
        List<Fact> still = all.stream().filter(ownership::maySay).toList();
        for (int from = 0; from < still.size(); from += MOST_TOGETHER) {
            int to = Math.min(from + MOST_TOGETHER, still.size());
            vertx.eventBus().publish(ADDRESS, new Bundle(me, still.subList(from, to)).write());
        }
    }

    /** The listener is called on the context of the caller. */
    <T> Subscription listen(String topic, Consumer<T> listener) {
        Listener<T> one = new Listener<>(vertx.getOrCreateContext(), listener);
        List<Listener<?>> all =
                listeners.computeIfAbsent(topic, none -> new CopyOnWriteArrayList<>());
        all.add(one);
        return new Subscription() {
            @Override
            public Future<Void> completion() {
                return speaker.compose(context -> listening.completion());
            }

            @Override
            public Future<Void> unregister() {
                all.remove(one);
                return Future.succeededFuture();
            }
        };
    }

    private void heard(Message<Buffer> message) {
        Bundle bundle;
        try {
            bundle = Bundle.read(message.body());
        } catch (IllegalArgumentException e) {
            LOG.warn("Passed over what another node told: {}", e.getMessage());
            return;
        }
        if (!bundle.node().equals(me)) {
            bundle.facts().forEach(this::heard);
        }
    }

    private void heard(Fact fact) {
        List<Listener<?>> here = listeners.getOrDefault(fact.topic(), List.of());
        if (!ownership.believes(fact) || here.isEmpty()) {
            return;
        }
        try {
            Object read = WireFormat.decode(fact.body());
            here.forEach(each -> each.hear(read));
        } catch (IllegalArgumentException e) {
            LOG.warn("Passed over a fact of {}: {}", fact.topic(), e.getMessage());
        }
    }

    private record Listener<T>(Context context, Consumer<T> consumer) {
        @SuppressWarnings("unchecked") // whoever tells on a topic tells its type
        void hear(Object fact) {
            context.runOnContext(here -> consumer.accept((T) fact));
        }
    }
}
