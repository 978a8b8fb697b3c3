package io.belfry.realtimepush.programs;

import io.belfry.core.command.Command;
import io.belfry.realtimepush.engineio.CloseCode;
import io.belfry.realtimepush.engineio.Rate;
import io.belfry.realtimepush.feed.EventFeed;
import io.belfry.realtimepush.socketio.Application;
import io.belfry.realtimepush.socketio.ClientSocket;
import io.belfry.realtimepush.socketio.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the events of programs mean: who comes and goes, subscribes and commands. */
final class ProgramDesk implements Application {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramDesk.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** So many times more than may be is no program in a hurry any more. */
    private static final int FLAGRANT = 5;

    private final Admission admission;
    private final EventFeed feed;
    private final ProgramCommands commands;
    private final Memory memory;
    private final ProgramLimits limits;
    private final Counters counters;
    private final Clock clock;
    private final EventPackets packets = new EventPackets();
    private final Map<ClientSocket, ProgramClient.Login> logins = new LinkedHashMap<>();
    private final Map<ClientSocket, ProgramClient> clients = new LinkedHashMap<>();
    private final Map<String, Rate> rates = new LinkedHashMap<>();

    ProgramDesk(
            Admission admission,
            EventFeed feed,
            ProgramCommands commands,
            Memory memory,
            ProgramLimits limits,
            Counters counters,
            Clock clock) {
        this.admission = admission;
        this.feed = feed;
        this.commands = commands;
        this.memory = memory;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public Future<JsonObject> admit(ClientSocket socket, JsonObject auth) {
        return admission
                .admit(socket.handshake(), auth)
                .onSuccess(login -> logins.put(socket, login))
                .onFailure(e -> counters.refusedLogins++)
                .map(login -> new JsonObject().put("pid", login.pid()));
    }

    @Override
    public void connected(ClientSocket socket) {
        Instant now = clock.instant();
        ProgramClient.Login login = logins.remove(socket);
        ProgramClient client = new ProgramClient(socket, login, limits, packets, counters, now);
        clients.put(socket, client);
        LOG.debug("{} connected by {}", login, socket.transport());
        Resumption from = Resumption.of(login.lastId());
        client.hadHalfOf(from.half());
        feed.follow(client, from.lastId());
    }

    @Override
    public void event(ClientSocket socket, String name, JsonArray arguments, Ack ack) {
        ProgramClient client = clients.get(socket);
        if (client == null) {
            return;
        }
        Instant now = clock.instant();
        boolean tooMany = client.rate().isTooMuch(now) | rate(client).isTooMuch(now);
        if (client.rate().count() > FLAGRANT * limits.events()) {
            socket.close(CloseCode.POLICY, "too many events");
        } else if (tooMany) {
            commands.refuse(client, name, ack, "too many events, wait a moment");
        } else if (name.equals("subscribe")) {
            subscribe(client, arguments, ack);
        } else if (name.equals("unsubscribe")) {
            client.unsubscribe();
            ack.answer(subscribed(client));
        } else if (Command.NAMES.contains(name)) {
            commands.carryOut(client, name, arguments, ack);
        } else {
            String known = String.join(", ", Command.NAMES) + ", subscribe, unsubscribe";
            commands.refuse(client, name, ack, "there is no such event; known: " + known);
        }
    }

    private Rate rate(ProgramClient client) {
        return rates.computeIfAbsent(
                client.program().id(), first -> new Rate(limits.tokenEvents(), SECOND));
    }

    private void subscribe(ProgramClient client, JsonArray arguments, Ack ack) {
        JsonObject wish =
                !arguments.isEmpty() && arguments.getValue(0) instanceof JsonObject object
                        ? object
                        : new JsonObject();
        try {
            Subscription more =
                    new SubscriptionReader(client.program())
                            .read(wish.getValue("events"), wish.getValue("queues"));
            if (client.subscribe(more)) {
                ack.answer(subscribed(client));
            } else {
                String why = "there are " + limits.subscriptions() + " subscriptions already";
                commands.refuse(client, "subscribe", ack, why);
            }
        } catch (Refusal refusal) {
            commands.refuse(client, "subscribe", ack, refusal.getMessage());
        }
    }

    private static JsonObject subscribed(ProgramClient client) {
        return new JsonObject().put("ok", true).put("subscriptions", client.subscribed());
    }

    @Override
    public void drained(ClientSocket socket) {
        ProgramClient client = clients.get(socket);
        if (client != null) {
            feed.goOn(client);
        }
    }

    @Override
    public void closed(ClientSocket socket, String why) {
        logins.remove(socket);
        ProgramClient client = clients.remove(socket);
        if (client != null) {
            LOG.debug("{} left: {}", client.login(), why);
            feed.leave(client);
            memory.keep(client, clock.instant());
        }
    }

    /** Whoever came in with this token goes, at once. */
    void revoked(String program) {
        closeAll(each -> each.program().id().equals(program), "the token was revoked");
    }

    /** Tokens of programs that are here now. */
    Set<String> tokens() {
        return clients.values().stream()
                .map(each -> each.login().token())
                .collect(Collectors.toSet());
    }

    void tokenEnded(String token) {
        closeAll(each -> each.login().token().equals(token), "the token may not be used any more");
    }

    private void closeAll(Predicate<ProgramClient> whom, String why) {
        List.copyOf(clients.values()).stream()
                .filter(whom)
                .forEach(each -> each.socket().close(CloseCode.POLICY, why));
    }

    void tick() {
        Instant now = clock.instant();
        for (ProgramClient client : List.copyOf(clients.values())) {
            if (!client.tick(now)) {
                counters.slowClosed++;
                LOG.warn("{} reads nothing, closed", client.login());
            }
        }
        memory.tick(now);
        rates.keySet()
                .retainAll(
                        clients.values().stream()
                                .map(each -> each.program().id())
                                .collect(Collectors.toSet()));
    }

    int programs() {
        return clients.size();
    }
}
