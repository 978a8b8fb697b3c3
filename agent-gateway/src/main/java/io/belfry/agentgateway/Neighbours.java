package io.belfry.agentgateway;

import io.belfry.agentgateway.Forwarded.Kept;
import io.belfry.agentgateway.Seats.There;
import io.belfry.core.agent.Delivery;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.HandOver;
import io.belfry.core.bus.HandedOver;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.Seat;
import io.belfry.core.bus.SeatNews;
import io.belfry.core.bus.SeatsQuery;
import io.belfry.core.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents' gateways at the other nodes. Says who has a page here and hears who has one there;
 * sends what is asked for to the node where the agent's page is; lets an agent's day follow him.
 * Whatever was given away is kept until it is known what became of it, and is given again when that
 * node is lost: the ids are the same, so a second time changes nothing. Without a cluster there is
 * nobody and nothing to do.
 *
 * <p>All of it happens on the gateway's context.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 10_000;

    /** Who says so often that he does not know an agent will not know him soon. */
    private static final int MOST_REFUSALS = 10;

    private final Vertx vertx;
    private final Clock clock;
    private final Desks desks;
    private final Consumer<Delivery> told;
    private final String here;
    private final Seats seats;
    private final Forwarded forwarded;
    private final Map<String, Seat> mine = new HashMap<>();
    private final Map<String, Transit> transits = new HashMap<>();

    /** By agent, the node that would not take his day. */
    private final Map<String, String> refusedBy = new HashMap<>();

    private final Set<String> asking = new HashSet<>();
    private long number;
    private Instant beatAt = Instant.EPOCH;
    private long forwards;
    private long again;
    private long handedOver;
    private long refused;

    /** A part of a day on its way. */
    private record Transit(
            Desk desk,
            String node,
            Optional<String> browser,
            HandOver part,
            int refusals,
            Instant retryAt) {
        static Transit to(There there, Desk desk, HandOver part) {
            return new Transit(
                    desk, there.node(), Optional.of(there.seat().browser()), part, 0, Instant.MAX);
        }

        Transit retryAt(Instant moment) {
            return new Transit(desk, node, browser, part, refusals, moment);
        }

        Transit refused() {
            return new Transit(desk, node, browser, part, refusals + 1, retryAt);
        }
    }

    /**
     * @param told each time another node says what became of a pop or a notice
     */
    Neighbours(
            Vertx vertx, Clock clock, GatewayLimits limits, Desks desks, Consumer<Delivery> told) {
        this.vertx = vertx;
        this.clock = clock;
        this.desks = desks;
        this.told = told;
        this.here = NodeId.of(vertx).toString();
        this.seats = new Seats(here, SILENCE);
        this.forwarded = new Forwarded(MOST_KEPT, limits.kept());
    }

    void start() {
        if (!vertx.isClustered()) {
            return;
        }
        Topic.SEATS.subscribeElsewhere(vertx, this::on);
        Topic.DELIVERIES.subscribeElsewhere(vertx, this::on);
        Topic.NODE_GONE.subscribeHere(vertx, gone -> lost(gone.node()));
        Ask.SEATS.answerAsNode(vertx, query -> Future.succeededFuture(allMine()));
        Ask.HAND_OVER.answerAsNode(vertx, this::take);
    }

    /** The node and seat of this agent's page that acts; empty when that is here or nowhere. */
    Optional<There> leader(String agent) {
        return seats.leader(agent, Optional.ofNullable(mine.get(agent)));
    }

    /** The pages of this agent at other nodes. */
    List<Seat> seatsOf(String agent) {
        return seats.of(agent).stream().map(There::seat).toList();
    }

    /** Everybody who has a page at another node. */
    Set<String> agents() {
        return seats.agents();
    }

    /**
     * Gives it to the node of his page. What becomes of it is told, now or later.
     *
     * @param pbx in the name of whose owner it is asked; empty for nobody's
     */
    <Q> void forward(
            Ask<Q, Delivery> ask, Q question, Parcel parcel, There to, Optional<String> pbx) {
        forwards++;
        String id = parcel.id();
        String agent = to.seat().agent();
        Instant now = clock.instant();
        forwarded.keep(agent, Luggage.fresh(parcel, to.seat().browser(), now), to.node(), now);
        pbx.map(owned -> ask.putTo(vertx, to.node(), owned, question))
                .orElseGet(() -> ask.putTo(vertx, to.node(), question))
                .onSuccess(this::answered)
                .onFailure(e -> notForwarded(id, pbx, e));
    }

    private void notForwarded(String id, Optional<String> pbx, Throwable e) {
        LOG.debug("{} did not reach the other node: {}", id, e.getMessage());
        if (pbx.map(this::holds).orElse(true)) {
            forwarded.unsure(id, clock.instant());
        } else {
            // another owner asks for it again; this node, should it be the owner again, takes it
            // for done
            forwarded.ownedBy(id, pbx.get());
        }
    }

    private boolean holds(String pbx) {
        return Ownership.of(vertx).holds(pbx);
    }

    /** Perhaps another page acts here now, or none. */
    void look(Desk desk) {
        if (!vertx.isClustered()) {
            return;
        }
        say(desk.agent().id(), desk.seat());
        desk.actsElsewhere(leader(desk.agent().id()).isPresent());
    }

    private void say(String agent, Optional<Seat> seat) {
        Seat before = seat.isPresent() ? mine.put(agent, seat.get()) : mine.remove(agent);
        if (!Optional.ofNullable(before).equals(seat)) {
            number++;
            publish(List.of(seat.orElse(Seat.empty(agent))));
        }
    }

    private void publish(List<Seat> changed) {
        Topic.SEATS.publish(vertx, new SeatNews(here, number, changed));
    }

    private SeatNews allMine() {
        return new SeatNews(here, number, List.copyOf(mine.values()));
    }

    private void on(SeatNews news) {
        if (seats.heard(news, clock.instant())) {
            news.seats().forEach(seat -> changedElsewhere(seat.agent()));
        } else if (asking.add(news.node())) {
            Ask.SEATS
                    .putTo(vertx, news.node(), new SeatsQuery())
                    .onSuccess(
                            all ->
                                    seats.heardAll(all, clock.instant())
                                            .forEach(this::changedElsewhere))
                    .onFailure(e -> LOG.debug("no seats of {}: {}", news.node(), e.getMessage()))
                    .onComplete(any -> asking.remove(news.node()));
        }
    }

    private void changedElsewhere(String agent) {
        desks.of(agent)
                .ifPresent(
                        desk -> {
                            if (seats.of(agent).isEmpty()) {
                                desk.goneElsewhere(clock.instant());
                            }
                            desk.actsElsewhere(leader(agent).isPresent());
                        });
    }

    private void answered(Delivery delivery) {
        forwarded.answered(delivery, clock.instant());
        told.accept(delivery);
    }

    private void on(Delivery delivery) {
        forwarded.became(delivery, clock.instant());
        told.accept(delivery);
    }

    private Future<HandedOver> take(HandOver part) {
        Optional<Desk> desk = desks.of(part.agent());
        desk.ifPresent(his -> his.take(part, clock.instant()));
        return desk.isPresent()
                ? Future.succeededFuture(new HandedOver())
                : Future.failedFuture("no agent has the id " + part.agent());
    }

    private void lost(String node) {
        refusedBy.values().removeIf(node::equals);
        Set<String> had = seats.gone(node);
        had.forEach(this::changedElsewhere);
        List.copyOf(transits.values()).stream()
                .filter(transit -> transit.node().equals(node))
                .forEach(this::stays);
        forwarded
                .where(kept -> kept.answer().isPresent() && kept.node().equals(node))
                .forEach(this::tellForIt);
        forwarded
                .where(
                        kept ->
                                kept.answer().isEmpty()
                                        && kept.owner().isEmpty()
                                        && (kept.node().equals(node)
                                                || had.contains(kept.agent())
                                                || isNowhere(kept.agent())))
                .forEach(this::again);
    }

    /** Its node answered this one and perhaps went before it had told the others. */
    private void tellForIt(Kept kept) {
        forwarded.forget(kept.item().id());
        Topic.DELIVERIES.publishAtOnce(vertx, kept.answer().orElseThrow());
    }

    private boolean isNowhere(String agent) {
        return !mine.containsKey(agent) && seats.of(agent).isEmpty();
    }

    /** To the node where the agent is now; without one it waits at his desk here. */
    private void again(Kept kept) {
        again++;
        Instant now = clock.instant();
        HandOver part = new HandOver(kept.agent(), -1, List.of(kept.item(now)));
        Optional<There> leader = leader(kept.agent());
        if (leader.isEmpty()) {
            forwarded.forget(kept.item().id());
            desks.of(kept.agent()).ifPresent(desk -> desk.take(part, now));
            return;
        }
        forwarded.keep(kept.agent(), part.items().get(0), leader.get().node(), now);
        Ask.HAND_OVER
                .putTo(vertx, leader.get().node(), part)
                .onFailure(e -> forwarded.unsure(kept.item().id(), clock.instant().plus(RETRY)));
    }

    void tick(Instant now) {
        if (!vertx.isClustered()) {
            return;
        }
        Set.copyOf(mine.keySet()).forEach(agent -> say(agent, desks.of(agent).flatMap(Desk::seat)));
        if (!now.isBefore(beatAt.plus(BEAT))) {
            beatAt = now;
            publish(List.of());
            forwarded.expire(now);
        }
        seats.silent(now).forEach(this::lost);
        forwarded.due(now).forEach(this::again);
        forwarded.where(kept -> kept.owner().filter(this::holds).isPresent()).forEach(this::again);
        List.copyOf(transits.values()).stream()
                .filter(transit -> !now.isBefore(transit.retryAt()))
                .forEach(this::send);
        desks.all().stream().filter(Desk::hasToGive).forEach(desk -> follow(desk, now));
    }

    private void follow(Desk desk, Instant now) {
        String agent = desk.agent().id();
        if (transits.containsKey(agent)) {
            return;
        }
        Optional<There> leader = leader(agent);
        String refuses = refusedBy.get(agent);
        if (leader.map(There::node).filter(node -> node.equals(refuses)).isPresent()) {
            return;
        }
        refusedBy.remove(agent);
        leader.ifPresent(to -> send(Transit.to(to, desk, desk.give(now))));
    }

    private void send(Transit transit) {
        String agent = transit.part().agent();
        transits.put(agent, transit.retryAt(Instant.MAX));
        give(transit)
                .onSuccess(taken -> transits.remove(agent))
                .onFailure(e -> notTaken(transit, e));
    }

    private Future<HandedOver> give(Transit transit) {
        return Ask.HAND_OVER
                .putTo(vertx, transit.node(), transit.part())
                .onSuccess(
                        taken -> {
                            Instant now = clock.instant();
                            HandOver part = transit.part();
                            handedOver += part.items().size();
                            transit.desk().given(part);
                            part.items()
                                    .forEach(
                                            item ->
                                                    forwarded.keep(
                                                            part.agent(),
                                                            item,
                                                            transit.node(),
                                                            now));
                        });
    }

    private void notTaken(Transit transit, Throwable e) {
        LOG.debug("{} did not take over: {}", transit.node(), e.getMessage());
        Transit next = Ask.isRefused(e) ? transit.refused() : transit;
        if (!seats.lives(transit.node())) {
            stays(transit);
        } else if (next.refusals() < MOST_REFUSALS) {
            transits.replace(transit.part().agent(), next.retryAt(clock.instant().plus(RETRY)));
        } else {
            giveUp(transit);
        }
    }

    /**
     * Until he is at another node his day remains here: he finds it in his list of what he missed.
     */
    private void giveUp(Transit transit) {
        LOG.warn(
                "Node {} has a page of the agent {} and does not take his day",
                transit.node(),
                transit.part().agent());
        refused++;
        refusedBy.put(transit.part().agent(), transit.node());
        stays(transit);
    }

    private void stays(Transit transit) {
        if (transits.remove(transit.part().agent()) != null) {
            transit.desk().stays(transit.part(), transit.browser(), clock.instant());
        }
    }

    /**
     * This node ends: what it knows of the agents' day goes to the others, as far as they answer.
     */
    Future<Void> leave() {
        List<Future<Void>> all = new ArrayList<>();
        List<String> nodes = seats.nodes();
        if (!nodes.isEmpty()) {
            int next = 0;
            for (Desk desk : desks.all()) {
                String node =
                        leader(desk.agent().id())
                                .map(There::node)
                                .orElse(nodes.get(next++ % nodes.size()));
                all.add(giveAll(desk, node));
            }
        }
        return Future.join(all).<Void>mapEmpty().otherwiseEmpty();
    }

    private Future<Void> giveAll(Desk desk, String node) {
        if (!desk.hasToGive()) {
            return Future.succeededFuture();
        }
        HandOver part = desk.give(clock.instant());
        return give(new Transit(desk, node, Optional.empty(), part, 0, Instant.MAX))
                .compose(taken -> giveAll(desk, node));
    }

    GatewayFigures.Between figures() {
        return new GatewayFigures.Between(
                forwards, again, handedOver, refused, forwarded.size(), forwarded.dropped());
    }
}
