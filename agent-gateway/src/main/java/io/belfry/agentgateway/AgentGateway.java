package io.belfry.agentgateway;

import io.belfry.agentgateway.Seats.There;
import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.PresenceQuery;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.Seat;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Topic;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the agents' browsers: opens pages, shows notices and calls, and says what the browsers
 * made of it. Only carries; what is right is decided by {@link Desk} and what it is made of.
 */
public final class AgentGateway extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AgentGateway.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration TIDY = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofHours(16);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** Who waits for the same answer. */
    private record Askers(Instant since, List<Promise<Delivery>> waiting) {}

    private final AgentPages pages;
    private final Clock clock;
    private final GatewayLimits limits;
    private final AddressRules reachable;
    private final String boot = UUID.randomUUID().toString();
    private final Desks desks = new Desks(this::newDesk);
    private final CallsAtDesks calls = new CallsAtDesks(desks, this::worksAt);
    private final Map<String, Askers> askers = new HashMap<>();
    private final PbxLabels labels = new PbxLabels();
    private final Workplaces workplaces = new Workplaces();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final AgentSockets sockets;
    private Neighbours neighbours;
    private FrameSites frames;
    private volatile GatewayFigures figures = GatewayFigures.NONE;

    /**
     * @param reachable which sites may be asked whether they allow frames
     */
    public AgentGateway(
            AgentLogins logins, Clock clock, GatewayLimits limits, AddressRules reachable) {
        this(logins, clock, System::nanoTime, limits, reachable);
    }

    AgentGateway(
            AgentLogins logins,
            Clock clock,
            LongSupplier nanoTime,
            GatewayLimits limits,
            AddressRules reachable) {
        this.pages = new AgentPages(logins, limits.keep());
        this.clock = clock;
        this.limits = limits;
        this.reachable = reachable;
        this.sockets =
                new AgentSockets(limits, clock, nanoTime, desks::of, desk -> neighbours.look(desk));
    }

    @Override
    public Future<?> start() {
        frames = new FrameSites(vertx, clock, reachable, limits);
        neighbours = new Neighbours(vertx, clock, limits, desks, this::toldElsewhere);
        neighbours.start();
        Ask.PRESENCE.answer(vertx, this::presence);
        Topic.CALLS.subscribe(vertx, calls::on);
        Topic.PBX_STATES.subscribe(vertx, this::on);
        Topic.MEMBERS.subscribe(vertx, this::on);
        Topic.SESSIONS_ENDED.subscribe(vertx, this::on);
        Topic.TOKENS_REVOKED.subscribe(vertx, sockets::closeOf);
        Topic.CONFIG.subscribe(vertx, announced -> readDirectory());
        vertx.setPeriodic(TICK.toMillis(), timer -> tick());
        vertx.setPeriodic(TIDY.toMillis(), timer -> tidy());
        askForPbxs();
        // who does not know the agents yet would refuse their pages
        return readDirectory().onComplete(known -> answer()).otherwiseEmpty();
    }

    private void answer() {
        Ask.SHOW.answerFor(vertx, (pop, pbx) -> give(Ask.SHOW, pop, new Parcel.OfPage(pop), pbx));
        Ask.NOTIFY.answerFor(
                vertx, (notice, pbx) -> give(Ask.NOTIFY, notice, new Parcel.OfNotice(notice), pbx));
        if (vertx.isClustered()) {
            Ask.SHOW.answerAsNode(vertx, pop -> giveHere(new Parcel.OfPage(pop)));
            Ask.NOTIFY.answerAsNode(vertx, notice -> giveHere(new Parcel.OfNotice(notice)));
        }
    }

    @Override
    public Future<?> stop() {
        sockets.closeAll(AgentSocket.GOING_AWAY, "the server stops");
        return neighbours.leave();
    }

    /** After it was deployed and before the server listens. */
    public void mount(Site site) {
        pages.mount(site);
        sockets.mount(site, vertx, context);
    }

    /** From any thread; not older than a moment. */
    public GatewayFigures figures() {
        return figures;
    }

    /** To his page that acts, at whatever node that is. */
    private <Q> Future<Delivery> give(
            Ask<Q, Delivery> ask, Q question, Parcel parcel, Optional<String> pbx) {
        Optional<There> elsewhere =
                desks.directory()
                        .find(parcel.agent())
                        .flatMap(agent -> neighbours.leader(agent.id()))
                        .filter(there -> parcel.refuse().isEmpty());
        if (elsewhere.isEmpty()) {
            return giveHere(parcel);
        }
        Future<Delivery> answer = answerTo(parcel.id());
        neighbours.forward(ask, question, parcel, elsewhere.get(), pbx);
        return answer;
    }

    private Future<Delivery> giveHere(Parcel parcel) {
        Optional<Agent> agent = desks.directory().find(parcel.agent());
        Optional<String> wrong =
                parcel.refuse()
                        .or(
                                () ->
                                        agent.isPresent()
                                                ? Optional.empty()
                                                : Optional.of(
                                                        "no agent is known as " + parcel.agent()));
        if (wrong.isPresent()) {
            return refused(parcel.id(), parcel.agent(), wrong.get());
        }
        Future<Delivery> answer = answerTo(parcel.id());
        desks.of(agent.orElseThrow()).show(parcel, clock.instant());
        return answer;
    }

    private Future<Delivery> refused(String id, String agent, String why) {
        Delivery delivery = new Delivery(id, Outcome.REFUSED, agent, why, "", -1);
        became(delivery);
        return Future.succeededFuture(delivery);
    }

    /** Ends at the latest when the desk finds that it has waited long enough. */
    private Future<Delivery> answerTo(String id) {
        Promise<Delivery> promise = Promise.promise();
        askers.computeIfAbsent(id, first -> new Askers(clock.instant(), new ArrayList<>()))
                .waiting()
                .add(promise);
        return promise.future();
    }

    private void answer(Delivery delivery) {
        Askers waiting = askers.remove(delivery.popId());
        if (waiting != null) {
            waiting.waiting().forEach(each -> each.tryComplete(delivery));
        }
    }

    /** A page at another node has answered, or it is known there that none did. */
    private void toldElsewhere(Delivery delivery) {
        answer(delivery);
        desks.directory()
                .find(delivery.agent())
                .flatMap(desks::known)
                .ifPresent(desk -> desk.toldElsewhere(delivery, clock.instant()));
    }

    private void became(Delivery delivery) {
        outcomes.merge(delivery.outcome(), 1L, Long::sum);
        LOG.debug("{} {} {}", delivery.popId(), delivery.outcome().word(), delivery.detail());
        // whoever waits for it hears it at once; others may keep it to give it again
        if (askers.containsKey(delivery.popId())) {
            Topic.DELIVERIES.publish(vertx, delivery);
        } else {
            Topic.DELIVERIES.publishAtOnce(vertx, delivery);
        }
        answer(delivery);
    }

    private Future<Presence> presence(PresenceQuery query) {
        Set<String> agents = new HashSet<>(neighbours.agents());
        desks.all().forEach(desk -> desk.seat().ifPresent(seat -> agents.add(desk.agent().id())));
        return Future.succeededFuture(
                new Presence(
                        agents.stream()
                                .flatMap(id -> desks.of(id).stream())
                                .map(this::online)
                                .toList()));
    }

    private Presence.Online online(Desk desk) {
        Agent agent = desk.agent();
        List<Seat> seats = new ArrayList<>(neighbours.seatsOf(agent.id()));
        desk.seat().ifPresent(seats::add);
        return new Presence.Online(
                agent.id(),
                agent.name(),
                seats.stream().mapToInt(Seat::pages).sum(),
                seats.stream().max(Comparator.comparing(Fitness::of)).orElseThrow().popups());
    }

    private void on(PbxState state) {
        labels.on(state, clock.instant()).ifPresent(this::tell);
    }

    private void tell(JsonObject label) {
        desks.all().forEach(desk -> desk.toAll(labelFor(desk.agent(), label)));
    }

    private JsonObject labelFor(Agent agent, JsonObject label) {
        return label.copy().put("mine", workplaces.isAt(agent.id(), label.getString("pbx")));
    }

    private void on(QueueMemberSeen seen) {
        desks.directory()
                .ofDevice(seen.member())
                .or(() -> desks.directory().ofDevice(seen.stateInterface()))
                .ifPresent(agent -> worksAt(agent, seen.pbx()));
    }

    private void worksAt(Agent agent, String pbx) {
        if (workplaces.seen(agent.id(), pbx)) {
            desks.known(agent)
                    .ifPresent(
                            desk ->
                                    labels.of(pbx)
                                            .ifPresent(
                                                    label -> desk.toAll(labelFor(agent, label))));
        }
    }

    private void on(SessionEnded ended) {
        sockets.closeOf(ended);
    }

    private Desk newDesk(Agent agent) {
        return new Desk(
                agent, limits, boot, clock.instant(), this::became, () -> labelsFor(agent), frames);
    }

    private List<JsonObject> labelsFor(Agent agent) {
        return labels.all().stream().map(label -> labelFor(agent, label)).toList();
    }

    private Future<Configuration> readDirectory() {
        return Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .onSuccess(this::use)
                .onFailure(
                        e -> {
                            LOG.warn(
                                    "the settings do not answer, asking again: {}", e.getMessage());
                            vertx.setTimer(ASK_AGAIN.toMillis(), again -> readDirectory());
                        });
    }

    private void use(Configuration configuration) {
        if (desks.use(configuration, sockets::closeOfAgent)) {
            workplaces.keep(desks.agents());
        }
    }

    /** Later changes come by themselves. */
    private void askForPbxs() {
        Ask.PBX_STATES
                .put(vertx, new PbxStatesQuery())
                .onSuccess(answer -> answer.states().forEach(this::on))
                .onFailure(e -> LOG.debug("no PBX states yet: {}", e.getMessage()));
    }

    private void tick() {
        Instant now = clock.instant();
        desks.all().stream().filter(desk -> desk.unanswered() > 0).forEach(desk -> desk.sweep(now));
        labels.silent(now).forEach(this::tell);
        sockets.tick(now);
        neighbours.tick(now);
        figures =
                sockets.figures(
                        desks.unanswered(), desks.dropped(), outcomes, neighbours.figures());
    }

    private void tidy() {
        desks.forgetBefore(clock.instant().minus(DAY));
        askers.values().removeIf(each -> each.since().isBefore(clock.instant().minus(TIDY)));
    }
}
