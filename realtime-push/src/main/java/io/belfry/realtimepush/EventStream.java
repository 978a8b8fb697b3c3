package io.belfry.realtimepush;

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
import io.belfry.realtimepush.feed.EventFeed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Vertx vertx;
    private final Context context;
    private final RealtimeLimits limits;
    private final Clock clock;
    private final EventFeed feed;
    private final Map<HttpServerResponse, EventClient> clients = new LinkedHashMap<>();
    private long refused;
    private long slowClosed;

    EventStream(Vertx vertx, EventLog log, RealtimeLimits limits, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.feed = new EventFeed(vertx, log);
        this.limits = limits;
        this.clock = clock;
    }

    Future<Void> start() {
        return feed.start()
                .onSuccess(
                        done -> {
                            Topic.SESSIONS_ENDED.subscribe(vertx, this::ended);
                            Topic.TOKENS_REVOKED.subscribe(vertx, this::revoked);
                            vertx.setPeriodic(TICK.toMillis(), timer -> tick());
                        });
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
        Principal who = Site.principal(rc);
        EventFilter filter =
                EventFilter.of(rc.queryParam("events"), rc.queryParam("queue")).within(who.grant());
        if (rc.request().method() == HttpMethod.HEAD) {
            headers(rc.response()).end();
            return;
        }
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
                        feed.follow(clients.get(rc.response()), asked);
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

    private static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
    }

    private void admit(Site site, RoutingContext rc, Principal who, EventFilter filter) {
        HttpServerResponse response = headers(rc.response()).setChunked(true);
        EventClient client = new EventClient(new Wire(response), who, filter, clock);
        clients.put(response, client);
        long timer =
                vertx.setPeriodic(SIGN_OF_LIFE.toMillis(), t -> lookWhetherItMay(site, client));
        response.closeHandler(
                closed ->
                        onContext(
                                () -> {
                                    vertx.cancelTimer(timer);
                                    feed.leave(client);
                                    clients.remove(response);
                                }));
        response.drainHandler(drained -> onContext(() -> feed.goOn(client)));
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
            if (!client.hasEnded() && !client.tick()) {
                slowClosed++;
                LOG.warn("{} reads nothing of its event stream, closed", client.who().user());
            }
        }
        clients.values().stream().filter(EventClient::hasEnded).forEach(feed::leave);
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
