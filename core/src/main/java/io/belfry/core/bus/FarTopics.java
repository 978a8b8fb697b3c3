package io.belfry.core.bus;

import io.belfry.core.bus.Bundle.Fact;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the nodes of a cluster tell each other. Facts of all topics that are told within a moment
 * travel together, in the order in which they were told; each is read once for all who listen at a
 * node. A message costs far more than what is in it: an encrypted record, two system calls and two
 * threads that wake up.
 */
final class FarTopics implements Shareable {
    private static final Logger LOG = LoggerFactory.getLogger(FarTopics.class);
    private static final String NAME = "belfry.far-topics";
    private static final String ADDRESS = "belfry.topics/far";

    /** The first one goes at once; what is told in the next moment goes together. */
    private static final int MOMENT_MILLIS = 40;

    /** Facts of one message. */
    private static final int MOST_TOGETHER = 500;

    /** Messages that the network has not taken yet; beyond that facts wait. */
    private static final int MOST_UNDER_WAY = 100;

    /** Then it does not count any more, whatever became of it. */
    private static final int UNDER_WAY_SECONDS = 5;

    /**
     * What is told beyond that is dropped and counted; of what is prompt twice as much may wait.
     */
    private static final int MOST_WAITING = 20_000;

    private static final long WARN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final Ownership ownership;
    private final String me;
    private final Future<?> hears;
    private List<Fact> waiting = new ArrayList<>();
    private boolean beating;

    /** Where this node speaks and hears; null until it can, and all waits until then. */
    private Context speaker;

    /** The highest number of each node. From here on only on that context. */
    private final Map<String, Long> heardOf = new HashMap<>();

    private MessageProducer<Buffer> others;
    private long number;
    private int underWay;
    private long passedOver;
    private long warnedAt = System.nanoTime() - WARN_EVERY_NANOS;

    private FarTopics(Vertx vertx) {
        this.vertx = vertx;
        this.ownership = Ownership.of(vertx);
        this.me = NodeId.of(vertx).toString();
        this.hears = vertx.deployVerticle(new Speaker());
    }

    /** The one of this node. Made by {@link RecordCodec#register}, as no verticle's child. */
    static FarTopics of(Vertx vertx) {
        return vertx.sharedData()
                .<String, FarTopics>getLocalMap(NAME)
                .computeIfAbsent(NAME, first -> new FarTopics(vertx));
    }

    /** Whoever tells may be undeployed the next moment; this one stays as long as the node. */
    private final class Speaker extends VerticleBase {
        @Override
        public Future<?> start() {
            others = vertx.eventBus().publisher(ADDRESS);
            Topic.NODE_GONE.subscribeHere(vertx, gone -> heardOf.remove(gone.node()));
            return FarSide.of(vertx)
                    .<Buffer>listenAt(ADDRESS, FarTopics.this::heard)
                    .completion()
                    .onSuccess(registered -> begin(context));
        }

        @Override
        public Future<?> stop() {
            speak(takeAll());
            return Future.succeededFuture();
        }
    }

    /** What was told before goes now. */
    private void begin(Context context) {
        synchronized (this) {
            speaker = context;
            beating = true;
        }
        beat();
    }

    /** When this node hears what the others tell. */
    Future<Void> hears() {
        return hears.mapEmpty();
    }

    /**
     * To all other nodes; from any thread.
     *
     * @param prompt goes at once, with all that was told before it
     */
    synchronized void tell(Fact fact, boolean prompt) {
        if (waiting.size() >= (prompt ? 2 * MOST_WAITING : MOST_WAITING)) {
            ownership.dropped(1);
            return;
        }
        waiting.add(fact);
        if (speaker == null) {
            return;
        }
        if (prompt) {
            speaker.runOnContext(now -> speakNow());
        } else if (startBeating()) {
            speaker.runOnContext(now -> beat());
        }
    }

    private void speakNow() {
        if (underWay < MOST_UNDER_WAY) {
            speak(takeAll());
        } else if (startBeating()) {
            beat();
        }
    }

    /**
     * @return false when it beats already
     */
    private synchronized boolean startBeating() {
        boolean still = !beating;
        beating = true;
        return still;
    }

    /** Until there is nothing more to say. There is never more than one such chain. */
    private void beat() {
        List<Fact> all;
        boolean more;
        synchronized (this) {
            all = underWay < MOST_UNDER_WAY ? takeAll() : List.of();
            more = !(all.isEmpty() && waiting.isEmpty());
            beating = more;
        }
        try {
            speak(all);
        } finally {
            if (more) {
                vertx.setTimer(MOMENT_MILLIS, moment -> beat());
            }
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
            send(new Bundle(me, ++number, still.subList(from, to)));
        }
    }

    private void send(Bundle bundle) {
        underWay++;
        others.write(bundle.write())
                .timeout(UNDER_WAY_SECONDS, TimeUnit.SECONDS)
                .onComplete(
                        sent -> {
                            underWay--;
                            if (sent.failed()) {
                                ownership.dropped(bundle.facts().size());
                                LOG.debug("not told to all: {}", sent.cause().getMessage());
                            }
                        });
    }

    /** While this node registers anew it hears everything twice. */
    private void heard(Message<Buffer> message) {
        try {
            Bundle bundle = Bundle.read(message.body());
            long before = heardOf.getOrDefault(bundle.node(), 0L);
            if (bundle.number() > before && !bundle.node().equals(me)) {
                heardOf.put(bundle.node(), bundle.number());
                bundle.facts().forEach(this::heard);
            }
        } catch (RuntimeException e) {
            passOver("a bundle", e);
        }
    }

    private void heard(Fact fact) {
        if (!ownership.believes(fact)) {
            return;
        }
        try {
            Topic.tellHere(vertx, elsewhere(fact.topic()), WireFormat.decode(fact.body()));
        } catch (RuntimeException e) {
            passOver("a fact of " + fact.topic(), e);
        }
    }

    /** A newer node says much that an older one does not understand. */
    private void passOver(String what, RuntimeException e) {
        passedOver++;
        long now = System.nanoTime();
        if (now - warnedAt >= WARN_EVERY_NANOS) {
            warnedAt = now;
            LOG.warn("Passed over {}, {} so far: {}", what, passedOver, e.getMessage());
        }
    }

    /** Where this node tells itself what others told it. */
    static String elsewhere(String topic) {
        return topic + "/elsewhere";
    }
}
