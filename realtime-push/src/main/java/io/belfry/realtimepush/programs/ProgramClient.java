package io.belfry.realtimepush.programs;

import io.belfry.core.bus.EventPosition;
import io.belfry.core.bus.LoggedEvent;
import io.belfry.realtimepush.engineio.CloseCode;
import io.belfry.realtimepush.engineio.Rate;
import io.belfry.realtimepush.feed.EventFollower;
import io.belfry.realtimepush.socketio.ClientSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connected program: what it gets and how it is told. */
final class ProgramClient extends EventFollower {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);

    private final ClientSocket socket;
    private final Login login;
    private final ProgramLimits limits;
    private final EventPackets packets;
    private final Counters counters;
    private final List<Subscription> subscriptions;
    private final Rate rate;
    private String reached = "";
    private String told = "";
    private String half;
    private Instant fullSince = Instant.MAX;
    private Instant beatAt;

    /**
     * Who it is and where it stands.
     *
     * @param token as it said it; never shown
     * @param pid what it shows to be recognised; clients of 4.6 and later keep it by themselves
     * @param lastId of the last event that it had; empty for a first visit
     */
    record Login(
            Program program,
            String token,
            String pid,
            String lastId,
            List<Subscription> subscriptions) {
        Login {
            subscriptions = List.copyOf(subscriptions);
        }

        @Override
        public String toString() {
            return program.name();
        }
    }

    ProgramClient(
            ClientSocket socket,
            Login login,
            ProgramLimits limits,
            EventPackets packets,
            Counters counters,
            Instant now) {
        this.socket = socket;
        this.login = login;
        this.limits = limits;
        this.packets = packets;
        this.counters = counters;
        this.subscriptions = new ArrayList<>(login.subscriptions());
        this.rate = new Rate(limits.events(), RATE_WINDOW);
        this.beatAt = now.plus(limits.beat());
        this.half = "";
    }

    /** Of this event it had the first packet before the connection broke. */
    void hadHalfOf(String id) {
        half = id;
    }

    ClientSocket socket() {
        return socket;
    }

    Login login() {
        return login;
    }

    Program program() {
        return login.program();
    }

    Rate rate() {
        return rate;
    }

    List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** False when it has as many as it may. */
    boolean subscribe(Subscription more) {
        if (subscriptions.contains(more)) {
            return true;
        }
        if (subscriptions.size() >= limits.subscriptions()) {
            return false;
        }
        subscriptions.add(more);
        return true;
    }

    /** Back to what it had when it came. */
    void unsubscribe() {
        subscriptions.subList(Math.min(1, subscriptions.size()), subscriptions.size()).clear();
    }

    JsonArray subscribed() {
        return new JsonArray(subscriptions.stream().map(Subscription::json).toList());
    }

    @Override
    protected boolean isFull() {
        return socket.isFull();
    }

    @Override
    protected void began(Optional<EventPosition> position) {
        // told with the next beat: clients that count what comes first would not expect it
        position.ifPresent(here -> reached = here.toString());
    }

    @Override
    protected void told(LoggedEvent event) {
        reached = event.position().toString();
        if (!wants(event)) {
            return;
        }
        EventPackets.Pair pair = packets.of(event);
        if (!reached.equals(half)) {
            socket.sendEncoded(pair.named());
        }
        socket.sendEncoded(pair.general());
        told = reached;
        counters.events++;
    }

    private boolean wants(LoggedEvent event) {
        return program().maySee(event.queue())
                && subscriptions.stream().anyMatch(each -> each.matches(event));
    }

    @Override
    protected void lost(long count) {
        counters.lost++;
        JsonObject data = new JsonObject().put("event", "lost");
        socket.emit("lost", data.put("count", count < 0 ? null : count));
    }

    @Override
    protected void giveUp() {
        socket.close(CloseCode.TRY_LATER, "the log can not be read, try again later");
    }

    /**
     * @return false when it read nothing for too long and was sent away
     */
    boolean tick(Instant now) {
        if (!socket.isFull()) {
            fullSince = Instant.MAX;
            beat(now);
            return true;
        }
        fullSince = fullSince.equals(Instant.MAX) ? now : fullSince;
        if (now.isBefore(fullSince.plus(limits.patience()))) {
            return true;
        }
        socket.close(CloseCode.TRY_LATER, "it reads nothing");
        return false;
    }

    /** Who asks for few events comes back to where he was and not to his last one. */
    private void beat(Instant now) {
        if (now.isBefore(beatAt)) {
            return;
        }
        beatAt = now.plus(limits.beat());
        if (!reached.equals(told)) {
            told = reached;
            String data = new JsonObject().put("id", reached).encode();
            socket.sendEncoded(ClientSocket.encoded("position", data, reached));
        }
    }
}
