package io.belfry.agentgateway;

import io.belfry.agentgateway.Seats.There;
import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
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
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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
    private static final int MAX_WAITING_CALLS = 20_000;

    /** Who waits for the same answer. */
    private record Askers(Instant since, List<Promise<Delivery>> waiting) {}

    private final AgentPages pages;
    private final Clock clock;
    private final GatewayLimits limits;
    private final AddressRules reachable;
    private final String boot = UUID.randomUUID().toString();
    private final Map<String, Desk> desks = new HashMap<>();
    private final Map<String, Askers> askers = new HashMap<>();
    private final Map<CallId, Instant> queuedSince = new LinkedHashMap<>();
    private final PbxLabels labels = new PbxLabels();
    private final Workplaces workplaces = new Workplaces();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final AgentSockets sockets;
    private long droppedBefore;
    private Neighbours neighbours;
    private FrameSites frames;
    private AgentDirectory directory = AgentDirectory.EMPTY;
    private Map<String, Agent> agentsById = Map.of();
    private long version = -1;
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
                new AgentSockets(
                        limits, clock, nanoTime, this::deskOf, desk -> neighbours.look(desk));
    }

    @Override
    public Future<?> start() {
        frames = new FrameSites(vertx, clock, reachable, limits);
        neighbours = new Neighbours(vertx, clock, limits, new Desks(), this::toldElsewhere);
        neighbours.start();
        Ask.PRESENCE.answer(vertx, this::presence);
        Topic.CALLS.subscribe(vertx, this::on);
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
                directory
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
        Optional<Agent> agent = directory.find(parcel.agent());
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
        desk(agent.orElseThrow()).show(parcel, clock.instant());
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
        directory
                .find(delivery.agent())
                .map(agent -> desks.get(agent.id()))
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
        desks.forEach((id, desk) -> desk.seat().ifPresent(seat -> agents.add(id)));
        return Future.succeededFuture(
                new Presence(
                        agents.stream()
                                .flatMap(id -> deskOf(id).stream())
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

    private void on(CallEvent event) {
        CallId call = event.callId();
        switch (event.kind()) {
            case QUEUED -> queued(call, event.at());
            case ABANDON, LEAVE -> {
                desks.values().stream()
                        .filter(desk -> desk.rings(call))
                        .forEach(desk -> desk.on(event, Instant.EPOCH));
                queuedSince.remove(call);
            }
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> {
                // no call that a card could show
            }
            default -> {
                Instant since = queuedSince.getOrDefault(call, Instant.EPOCH);
                agentOf(event)
                        .ifPresent(
                                agent -> {
                                    worksAt(agent, call.pbx());
                                    desk(agent).on(event, since);
                                });
                toWhoWasCalled(event);
                if (event.kind() == CallEvent.Kind.HANGUP) {
                    queuedSince.remove(call);
                }
            }
        }
    }

    /** A colleague took the call at another telephone: here it rings no more. */
    private void toWhoWasCalled(CallEvent event) {
        AgentLeg leg = event.agent();
        directory
                .ofDevice(leg.peer())
                .filter(called -> agentOf(event).filter(called::equals).isEmpty())
                .map(called -> desks.get(called.id()))
                .filter(desk -> desk.rings(event.callId()))
                .ifPresent(
                        desk -> {
                            switch (event.kind()) {
                                case UP ->
                                        desk.on(
                                                new CallEvent.Taken(
                                                        event.head(),
                                                        event.call(),
                                                        leg,
                                                        leg.device()),
                                                Instant.EPOCH);
                                case NOANSWER, REJECT, TAKEN -> desk.on(event, Instant.EPOCH);
                                default -> {
                                    // it says nothing of a telephone that rings
                                }
                            }
                        });
    }

    private void queued(CallId call, Instant at) {
        queuedSince.put(call, at);
        if (queuedSince.size() > MAX_WAITING_CALLS) {
            queuedSince.remove(queuedSince.keySet().iterator().next());
        }
    }

    private Optional<Agent> agentOf(CallEvent event) {
        return directory
                .ofDevice(event.agent().device())
                .or(() -> directory.ofDevice(event.agent().peer()))
                .or(() -> directory.find(event.agent().peer()));
    }

    private void on(PbxState state) {
        labels.on(state, clock.instant()).ifPresent(this::tell);
    }

    private void tell(JsonObject label) {
        desks.values().forEach(desk -> desk.toAll(labelFor(desk.agent(), label)));
    }

    private JsonObject labelFor(Agent agent, JsonObject label) {
        return label.copy().put("mine", workplaces.isAt(agent.id(), label.getString("pbx")));
    }

    private void on(QueueMemberSeen seen) {
        directory
                .ofDevice(seen.member())
                .or(() -> directory.ofDevice(seen.stateInterface()))
                .ifPresent(agent -> worksAt(agent, seen.pbx()));
    }

    private void worksAt(Agent agent, String pbx) {
        Desk desk = desks.get(agent.id());
        if (workplaces.seen(agent.id(), pbx) && desk != null) {
            labels.of(pbx).ifPresent(label -> desk.toAll(labelFor(agent, label)));
        }
    }

    private void on(SessionEnded ended) {
        sockets.closeOf(ended);
    }

    private Optional<Desk> deskOf(String agentId) {
        return Optional.ofNullable(agentsById.get(agentId)).map(this::desk);
    }

    private Desk desk(Agent agent) {
        return desks.computeIfAbsent(
                agent.id(),
                first ->
                        new Desk(
                                agent,
                                limits,
                                boot,
                                clock.instant(),
                                this::became,
                                () -> labelsFor(agent),
                                frames));
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
        if (configuration.version() < version) {
            return;
        }
        version = configuration.version();
        directory = configuration.directory();
        agentsById = directory.all().stream().collect(Collectors.toMap(Agent::id, agent -> agent));
        workplaces.keep(agentsById.keySet());
        desks.values()
                .removeIf(
                        desk -> {
                            Agent now = agentsById.get(desk.agent().id());
                            if (now == null) {
                                sockets.closeOfAgent(desk.agent().id());
                                return forget(desk);
                            }
                            desk.is(now);
                            return false;
                        });
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
        desks.values().stream().filter(desk -> desk.unanswered() > 0).forEach(d -> d.sweep(now));
        labels.silent(now).forEach(this::tell);
        sockets.tick(now);
        neighbours.tick(now);
        figures =
                sockets.figures(
                        desks.values().stream().mapToInt(Desk::unanswered).sum(),
                        droppedBefore
                                + desks.values().stream()
                                        .mapToLong(desk -> desk.day().dropped())
                                        .sum(),
                        outcomes,
                        neighbours.figures());
    }

    /** What it counted stays counted. */
    private boolean forget(Desk desk) {
        droppedBefore += desk.day().dropped();
        return true;
    }

    private void tidy() {
        Instant old = clock.instant().minus(DAY);
        desks.values().forEach(desk -> desk.forgetBefore(old));
        desks.values().removeIf(desk -> desk.isEmpty() && forget(desk));
        askers.values().removeIf(each -> each.since().isBefore(clock.instant().minus(TIDY)));
    }

    /** As the other nodes' gateways need them. */
    private final class Desks implements Neighbours.Desks {
        @Override
        public Optional<Desk> of(String agentId) {
            return deskOf(agentId);
        }

        @Override
        public Collection<Desk> all() {
            return desks.values();
        }
    }
}
