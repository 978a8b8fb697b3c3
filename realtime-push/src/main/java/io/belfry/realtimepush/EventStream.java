package io.belfry.realtimepush;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.TokenRevoked;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.EventLog;
import io.belfry.core.web.Access;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/events}: call events as server-sent events (HTML standard, chapter 9.2). Who
 * comes back with the header {@code Last-Event-ID} gets what it missed, first from the log, then
 * live; what the log has no more is told as an event {@code lost}.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(1);
    private static final int IN_MEMORY = 5_000;
    private static final int PAGE = 500;

    private final Vertx vertx;
    private final Context context;
    private final EventLog log;
    private final RealtimeLimits limits;
    private final Clock clock;
    private final EventTail tail = new EventTail(IN_MEMORY);
    private final Map<HttpServerResponse, EventClient> clients = new LinkedHashMap<>();
    private long refused;
    private long slowClosed;

    EventStream(Vertx vertx, EventLog log, RealtimeLimits limits, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.log = log;
        this.limits = limits;
        this.clock = clock;
    }

    Future<Void> start() {
        return log.newest()
                .onSuccess(
                        found -> {
                            tail.startAt(found.map(each -> each.position().number()).orElse(0L));
                            Topic.LOGGED.subscribe(vertx, this::happened);
                            Topic.SESSIONS_ENDED.subscribe(vertx, this::ended);
                            Topic.TOKENS_REVOKED.subscribe(vertx, this::revoked);
                            vertx.setPeriodic(TICK.toMillis(), timer -> tick());
                        })
                .mapEmpty();
    }

    void mount(Site site) {
        site.get("/api/v1/events", Access.SUPERVISOR.andTokens(Scope.READ), rc -> open(site, rc));
    }

    int listeners() {
        return clients.size();
    }

    long refused() {
        return refused;
    }

    /** Programs that read nothing and were sent away. */
    long slowClosed() {
        return slowClosed;
    }

    /** On the event loop of the server. */
    private void open(Site site, RoutingContext rc) {
        String asked = lastId(rc);
        Optional<EventPosition> from = EventPosition.of(asked);
        Principal who = Site.principal(rc);
        EventFilter filter =
                EventFilter.of(rc.queryParam("events"), rc.queryParam("queue")).within(who.grant());
        onContext(
                () -> {
                    if (isFull(who)) {
                        refused++;
                        rc.fail(
                                new Problem(
                                        429,
                                        "too_many_requests",
                                        "Too many event streams are open; close one first.",
                                        Map.of()));
                    } else {
                        admit(site, rc, who, filter);
                        resume(clients.get(rc.response()), asked, from);
                    }
                });
    }

    /** A browser's EventSource sends the header; other clients may find a parameter easier. */
    private static String lastId(RoutingContext rc) {
        String header = rc.request().getHeader("Last-Event-ID");
        return header == null ? Rest.query(rc, "lastEventId") : header;
    }

    private boolean isFull(Principal who) {
        long ofUser =
                clients.values().stream()
                        .filter(each -> each.who().user().equals(who.user()))
                        .count();
        return clients.size() >= limits.listeners() || ofUser >= limits.listenersPerUser();
    }

    private void admit(Site site, RoutingContext rc, Principal who, EventFilter filter) {
        HttpServerResponse response = rc.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        EventClient client = new EventClient(new Wire(response), who, filter);
        clients.put(response, client);
        long timer =
                vertx.setPeriodic(SIGN_OF_LIFE.toMillis(), t -> lookWhetherItMay(site, client));
        response.closeHandler(
                closed ->
                        onContext(
                                () -> {
                                    vertx.cancelTimer(timer);
                                    clients.remove(response);
                                }));
        response.drainHandler(drained -> onContext(() -> goOn(client)));
    }

    private void lookWhetherItMay(Site site, EventClient client) {
        site.stillThere(client.who())
                .onSuccess(
                        lives -> {
                            if (!lives) {
                                onContext(client::close);
                            }
                        });
    }

    private void resume(EventClient client, String asked, Optional<EventPosition> from) {

        if (asked.isEmpty()) {
            client.begin(tail.newest(), clock.instant());
        } else if (from.isEmpty()) {
            beginAfterUnknown(client);
        } else if (tail.knows(from.get().started())) {
            begin(client, from.get().number());
        } else {
            client.reading(true);
            log.lastOf(from.get().started())
                    .onSuccess(
                            last -> {
                                client.reading(false);
                                last.ifPresentOrElse(
                                        known ->
                                                begin(client, Math.min(known, from.get().number())),
                                        () -> beginAfterUnknown(client));
                            })
                    .onFailure(e -> giveUp(client, e));
        }
    }

    private void begin(EventClient client, long from) {
        client.begin(Math.min(from, tail.newest()), clock.instant());
        goOn(client);
    }

    /** Of another database, or so old that nobody knows how much it missed. */
    private void beginAfterUnknown(EventClient client) {
        client.begin(tail.newest(), clock.instant());
        client.lost(-1, clock.instant());
    }

    private void happened(LoggedEvent event) {
        tail.add(event);
        clients.values().forEach(this::goOn);
    }

    /** Tells what follows until it is told or the program reads no more. */
    private void goOn(EventClient client) {
        while (!client.isReading()
                && !client.hasEnded()
                && !client.isFull()
                && client.number() < tail.newest()) {
            if (!tail.reaches(client.number())) {
                readFromLog(client);
                return;
            }
            for (LoggedEvent event : tail.after(client.number(), 20)) {
                client.tell(event, clock.instant());
            }
        }
    }

    private void readFromLog(EventClient client) {
        client.reading(true);
        log.after(client.number(), PAGE)
                .onSuccess(
                        events -> {
                            client.reading(false);
                            events.forEach(each -> client.tell(each, clock.instant()));
                            if (events.isEmpty()) {
                                skip(client);
                            }
                            goOn(client);
                        })
                .onFailure(e -> giveUp(client, e));
    }

    /** The log has nothing more of it: memory goes on later, or with the next event. */
    private void skip(EventClient client) {
        tail.oldest()
                .ifPresentOrElse(
                        first -> client.tell(first, clock.instant()),
                        () -> {
                            client.lost(tail.newest() - client.number(), clock.instant());
                            client.skipTo(tail.newest());
                        });
    }

    /** It comes back with the id of the last that it had. */
    private void giveUp(EventClient client, Throwable e) {
        LOG.warn("an event stream was closed: the log can not be read: {}", e.getMessage());
        client.close();
    }

    private void ended(SessionEnded ended) {
        List.copyOf(clients.values()).stream()
                .filter(each -> isOf(each.who(), ended))
                .forEach(EventClient::close);
    }

    private void revoked(TokenRevoked gone) {
        List.copyOf(clients.values()).stream()
                .filter(each -> each.who().grant().token().equals(gone.token()))
                .forEach(EventClient::close);
    }

    private static boolean isOf(Principal who, SessionEnded ended) {
        return ended.session().isEmpty()
                ? !who.grant().isProgram() && who.user().equals(ended.user())
                : who.session().equals(ended.session());
    }

    private void tick() {
        for (EventClient client : List.copyOf(clients.values())) {
            if (client.who().grant().isOver(clock.instant())) {
                client.close();
            }
            if (!client.hasEnded() && !client.tick(clock.instant())) {
                slowClosed++;
                LOG.warn("{} reads nothing of its event stream, closed", client.who().user());
            }
        }
        clients.values().removeIf(EventClient::hasEnded);
    }

    private void onContext(Runnable work) {
        context.runOnContext(here -> work.run());
    }

    /** A response may end at any moment, on its own thread. */
    private record Wire(HttpServerResponse response) implements EventClient.Wire {
        @Override
        public boolean isFull() {
            return !response.ended() && !response.closed() && response.writeQueueFull();
        }

        @Override
        public void send(String text) {
            if (!response.ended() && !response.closed()) {
                response.write(text).onFailure(e -> LOG.debug("event stream: {}", e.getMessage()));
            }
        }

        @Override
        public void close() {
            if (!response.ended() && !response.closed()) {
                // a chunk that nobody reads would hold up a polite end for ever
                response.reset();
            }
        }
    }
}
