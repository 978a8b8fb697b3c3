package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.TokenRevoked;
import io.belfry.core.web.Access;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets pages in at {@code /agent/socket}, reads what they say and lets go of those that cost too
 * much. The site has checked session and origin before; upgrades come on the server's thread,
 * everything else happens on the gateway's context.
 */
final class AgentSockets {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSockets.class);

    private final GatewayLimits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Function<String, Optional<Desk>> desks;
    private final Consumer<Desk> looked;
    private final Map<String, AgentSocket> open = new HashMap<>();
    private final Map<String, Integer> seats = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private Vertx vertx;
    private Context context;
    private Site site;
    private long slowClosed;
    private long badClosed;

    /**
     * @param clock what pages are told and desks go by
     * @param nanoTime how long sockets are silent, whoever sets the clock
     * @param desks the desk of an agent's id; none when there is no such agent any more
     * @param looked told when another page of a desk may be the one that acts
     */
    AgentSockets(
            GatewayLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            Function<String, Optional<Desk>> desks,
            Consumer<Desk> looked) {
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.desks = desks;
        this.looked = looked;
    }

    void mount(Site site, Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
        this.site = site;
        site.get("/agent/socket", Access.AGENT, this::upgrade);
    }

    private void upgrade(RoutingContext rc) {
        if (!"websocket".equalsIgnoreCase(rc.request().getHeader("Upgrade"))) {
            rc.fail(new Problem(426, "upgrade", "This address is for WebSockets.", Map.of()));
            return;
        }
        Principal who = Site.principal(rc);
        if (!takeSeat(who.agentId())) {
            rc.fail(new Problem(429, "too_many", "Too many open pages.", Map.of()));
            return;
        }
        String userAgent = rc.request().getHeader("User-Agent");
        String product = BrowserName.of(userAgent == null ? "" : userAgent);
        HttpConnection connection = rc.request().connection();
        rc.request()
                .toWebSocket()
                .onSuccess(socket -> accept(socket, connection, who, product))
                .onFailure(
                        e -> {
                            freeSeat(who.agentId());
                            LOG.debug("an upgrade failed: {}", e.getMessage());
                        });
    }

    private boolean takeSeat(String agentId) {
        if (taken.incrementAndGet() > limits.sockets()) {
            taken.decrementAndGet();
            return false;
        }
        if (seats.merge(agentId, 1, Integer::sum) > limits.windows()) {
            freeSeat(agentId);
            return false;
        }
        return true;
    }

    private void freeSeat(String agentId) {
        taken.decrementAndGet();
        seats.computeIfPresent(agentId, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** On the thread of the connection: handlers must be there before the first message is. */
    private void accept(
            ServerWebSocket socket, HttpConnection connection, Principal who, String product) {
        String id = UUID.randomUUID().toString();
        AgentSocket page =
                new AgentSocket(id, socket, connection, who, product, limits, nanoTime.getAsLong());
        context.runOnContext(here -> open.put(id, page));
        socket.textMessageHandler(text -> context.runOnContext(here -> onText(page, text)));
        socket.binaryMessageHandler(
                bytes ->
                        context.runOnContext(
                                here -> bad(page, AgentSocket.WRONG_KIND, "text only")));
        socket.pongHandler(pong -> context.runOnContext(here -> page.heard(nanoTime.getAsLong())));
        socket.exceptionHandler(e -> context.runOnContext(here -> onTrouble(page, e)));
        socket.closeHandler(
                closed -> {
                    freeSeat(who.agentId());
                    context.runOnContext(here -> onClosed(page));
                });
    }

    /** Vert.x refuses a message that is too long and goes on; for us that is the end. */
    private void onTrouble(AgentSocket page, Throwable e) {
        LOG.debug("socket of {}: {}", page.who().user(), e.getMessage());
        if (e instanceof IllegalStateException && open.containsKey(page.id())) {
            bad(page, AgentSocket.TOO_BIG, "message too big");
        }
    }

    private void onClosed(AgentSocket page) {
        open.remove(page.id());
        if (page.isGreeted()) {
            desks.apply(page.who().agentId())
                    .ifPresent(
                            desk -> {
                                desk.gone(page.id(), clock.instant());
                                looked.accept(desk);
                            });
        }
    }

    private void onText(AgentSocket page, String text) {
        Instant now = clock.instant();
        if (!open.containsKey(page.id())) {
            return;
        }
        if (!page.mayMore(nanoTime.getAsLong())) {
            bad(page, AgentSocket.AGAINST_THE_RULES, "too many messages");
        } else if (text.length() > limits.messageBytes()) {
            bad(page, AgentSocket.TOO_BIG, "message too big");
        } else {
            read(page, text, now);
        }
    }

    private void read(AgentSocket page, String text, Instant now) {
        PageMessage message;
        try {
            message = PageMessage.read(text);
        } catch (IllegalArgumentException e) {
            bad(page, AgentSocket.AGAINST_THE_RULES, e.getMessage());
            return;
        }
        Optional<Desk> desk = desks.apply(page.who().agentId());
        if (desk.isEmpty()) {
            page.close(vertx, AgentSocket.LOGGED_OUT, "no such agent any more");
        } else if (message instanceof PageMessage.Hello hello) {
            page.greeted();
            desk.get().hello(page.id(), page, hello, page.product(), now);
            looked.accept(desk.get());
        } else if (page.isGreeted()) {
            carry(page, desk.get(), message, now);
        } else {
            bad(page, AgentSocket.AGAINST_THE_RULES, "say hello first");
        }
    }

    private void carry(AgentSocket page, Desk desk, PageMessage message, Instant now) {
        if (message instanceof PageMessage.Ack ack) {
            desk.ack(page.id(), ack, now);
        } else if (message instanceof PageMessage.Focus) {
            desk.focus(page.id(), now);
            looked.accept(desk);
        } else if (message instanceof PageMessage.Can can) {
            desk.can(page.id(), can.popups());
            looked.accept(desk);
        } else if (message instanceof PageMessage.Check check && !page.isFull()) {
            page.send(ServerMessage.beat(now).put("asked", check.asked()));
        }
    }

    private void bad(AgentSocket page, short code, String reason) {
        badClosed++;
        LOG.warn("socket of agent {} closed: {}", page.who().user(), reason);
        leave(page, code, reason);
    }

    /** Its desk lets go of it at once; the network may take its time. */
    private void leave(AgentSocket page, short code, String reason) {
        page.close(vertx, code, reason);
        onClosed(page);
    }

    void closeOf(SessionEnded ended) {
        closeWhere(
                page ->
                        ended.session().isEmpty()
                                ? page.who().user().equals(ended.user())
                                : page.who().session().equals(ended.session()));
    }

    void closeOf(TokenRevoked revoked) {
        closeWhere(page -> page.who().grant().token().equals(revoked.token()));
    }

    void closeOfAgent(String agentId) {
        closeWhere(page -> page.who().agentId().equals(agentId));
    }

    private void closeWhere(Predicate<AgentSocket> which) {
        List.copyOf(open.values()).stream()
                .filter(which)
                .forEach(page -> leave(page, AgentSocket.LOGGED_OUT, "the session is over"));
    }

    void closeAll(short code, String reason) {
        List.copyOf(open.values()).forEach(page -> leave(page, code, reason));
    }

    void tick(Instant now) {
        long nanos = nanoTime.getAsLong();
        for (AgentSocket page : List.copyOf(open.values())) {
            if (page.isTooSlow(nanos)) {
                slowClosed++;
                LOG.warn("agent {} reads nothing, socket closed", page.who().user());
                leave(page, AgentSocket.TRY_LATER, "read faster");
            } else if (page.isSilent(nanos)) {
                leave(page, AgentSocket.GOING_AWAY, "no sign of life");
            } else {
                keepUp(page, nanos, now);
            }
        }
    }

    private void keepUp(AgentSocket page, long nanos, Instant now) {
        page.beatIfDue(nanos, now);
        if (page.caughtUp()) {
            desks.apply(page.who().agentId()).ifPresent(desk -> desk.drained(page.id(), now));
        }
        if (page.mustTouch(nanos)) {
            site.stillThere(page.who())
                    .onSuccess(
                            lives -> {
                                if (!lives) {
                                    context.runOnContext(
                                            here ->
                                                    leave(
                                                            page,
                                                            AgentSocket.LOGGED_OUT,
                                                            "the session is over"));
                                }
                            });
        }
    }

    GatewayFigures figures(
            int unanswered,
            long dropped,
            Map<Outcome, Long> outcomes,
            GatewayFigures.Between between) {
        long agents = open.values().stream().map(page -> page.who().agentId()).distinct().count();
        return new GatewayFigures(
                open.size(),
                (int) agents,
                unanswered,
                dropped,
                slowClosed,
                badClosed,
                outcomes,
                between);
    }
}
