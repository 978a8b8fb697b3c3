package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manager interface of a PBX: accepts clients, checks what they may do, answers their actions
 * and sends them the events. All methods may be called from any thread.
 */
public final class ManagerInterface implements AutoCloseable {
    private final ManagedPbx pbx;
    private final Object lock;
    private final ActionTable table = new ActionTable();
    private final SecurityEvents security;
    private final ActionJournal journal;
    private final ManagerServer server;

    /**
     * What the interface grants to its clients.
     *
     * @param port 0 takes a free one
     * @param writeTimeout a client whose socket takes nothing for so long is cut off
     * @param loginTimeout a connection without login is closed after it
     * @param sendBuffer bytes of the send buffers, 0 leaves them to the system
     * @param pendingLimit bytes that may wait for one client
     * @param journalLimit actions that the journal keeps
     */
    public record Settings(
            int port,
            List<ManagerUser> users,
            Duration writeTimeout,
            Duration loginTimeout,
            int sendBuffer,
            long pendingLimit,
            int journalLimit) {
        public Settings {
            users = List.copyOf(users);
        }
    }

    /** Connections accepted and cut, by reason; actions that fell out of the journal. */
    public record Counters(
            long accepted,
            long cutByUs,
            long cutStalled,
            long cutOverflowed,
            long cutWithoutLogin,
            long journalDropped) {}

    /**
     * @param lock guards the PBX: held while an action is handled
     * @throws IOException if the port cannot be had
     */
    public ManagerInterface(ManagedPbx pbx, Object lock, Settings settings) throws IOException {
        this.pbx = pbx;
        this.lock = lock;
        this.security = new SecurityEvents(pbx);
        this.journal = new ActionJournal(settings.journalLimit());
        new SessionActions(pbx, settings.users(), table, security).register();
        new CoreActions(pbx).register(table);
        new QueueActions(pbx).register(table);
        new MemberActions(pbx).register(table);
        new CallActions(pbx).register(table);
        ManagerServer.Limits limits =
                new ManagerServer.Limits(
                        settings.writeTimeout(),
                        settings.loginTimeout(),
                        settings.sendBuffer(),
                        settings.pendingLimit());
        this.server = new ManagerServer(settings.port(), limits, new Clients());
    }

    public void start() throws IOException {
        server.start();
    }

    public int port() {
        return server.port();
    }

    /**
     * Queues the event for every client that may and wants to hear it. The caller holds the lock.
     */
    public void send(AmiEvent event) {
        boolean anyone = false;
        for (ManagerSession session : server.sessions()) {
            anyone |= session.offer(event);
        }
        if (anyone) {
            server.wake();
        }
    }

    /** Tells everybody that the PBX is ready. The caller holds the lock. */
    public void sendFullyBooted() {
        pbx.publish(SessionActions.fullyBooted(pbx));
    }

    /** Bytes that wait for the slowest client. */
    public long mostPending() {
        return server.sessions().stream().mapToLong(ManagerSession::pendingBytes).max().orElse(0);
    }

    public int loggedIn() {
        return (int)
                server.sessions().stream().filter(session -> session.user().isPresent()).count();
    }

    public List<LoginSpan> logins() {
        return server.logins();
    }

    public int connections() {
        return server.sessions().size();
    }

    public void freeze(boolean still) {
        server.freeze(still);
    }

    /** While true, answers overtake events. */
    public void holdEvents(boolean hold) {
        server.holdEvents(hold);
    }

    public void cut() {
        server.cut();
    }

    /** Closes every connection after what waits for it has been written. */
    public void closeAll() {
        server.sessions().forEach(ManagerSession::closeWhenWritten);
        server.wake();
    }

    public void refuse(boolean refuse) {
        server.refuse(refuse);
    }

    public List<ReceivedAction> journal() {
        return journal.all();
    }

    public Counters counters() {
        ServerCounters counted = server.counters();
        return new Counters(
                counted.accepted.get(),
                counted.cutByUs.get(),
                counted.cutStalled.get(),
                counted.cutOverflowed.get(),
                counted.cutWithoutLogin.get(),
                journal.dropped());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** What the connections mean. */
    private final class Clients implements ManagerServer.Behaviour {
        @Override
        public String banner() {
            return "Asterisk Call Manager/" + pbx.version().ami() + "\r\n";
        }

        @Override
        public void onMessage(ManagerSession session, MessageReader.Incoming message) {
            synchronized (lock) {
                journal.add(
                        new ReceivedAction(
                                session.id(), pbx.now(), message.raw(), message.headers()));
                handle(new ActionRequest(session, message.headers()), message.error());
            }
        }

        private void handle(ActionRequest request, String error) {
            String action = request.get("Action");
            if (!error.isEmpty()) {
                request.error(error);
                return;
            }
            if (action.isEmpty()) {
                request.error("Missing action in request");
                badFormat(request, "NONE");
                return;
            }
            Optional<ActionTable.Entry> entry = table.find(action);
            boolean loggedIn = request.session().user().isPresent();
            if (!loggedIn && !ActionTable.beforeLogin(action)) {
                request.error("Permission denied");
            } else if (entry.isEmpty()) {
                request.error(
                        "Invalid/unknown command: %s. Use Action: ListCommands to show available commands."
                                .formatted(action));
                badFormat(request, action);
            } else if (!request.session().may(entry.get().needs())) {
                request.error("Permission denied");
            } else {
                entry.get().handler().handle(request);
            }
        }

        private void badFormat(ActionRequest request, String action) {
            security.publish(
                    "RequestBadFormat",
                    request.session(),
                    Map.of("RequestType", "Action: " + action));
        }
    }
}
