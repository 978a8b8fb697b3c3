package io.belfry.realtimepush.programs;

import static io.belfry.core.web.Await.await;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.settings.Heard;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.EventLogger;
import io.belfry.core.store.SharedEventLogger;
import io.belfry.core.web.FakeClock;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The ports for programs with small neighbours: who answers for the agents says that the page was
 * opened, and there is one agent, Anna Bianchi. Time passes when a test says so.
 */
final class ProgramHouse implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static final String TOKEN = "a-token-that-is-long-enough";

    final Vertx vertx;
    final FakeClock clock = new FakeClock();
    final Heard<ScreenPop> shown = new Heard<>();
    final Heard<Notice> notices = new Heard<>();
    final Heard<RowRequest> rows = new Heard<>();
    final Heard<TraceLine> trace = new Heard<>();
    final Tokens tokens = new Tokens();
    final Database database;
    final EventLog log;
    final int port;

    private final String name;
    private final ProgramsOptions options;
    private final Programs programs;
    private String deployment;

    /** Whose tokens are good, changed while the server runs. */
    static final class Tokens implements ProgramLogins {
        private final Map<String, Program> known = new ConcurrentHashMap<>();
        private volatile Consumer<String> revoked = id -> {};
        volatile boolean broken;

        void add(String token, Program program) {
            known.put(token, program);
        }

        void revoke(String token) {
            revoked.accept(known.remove(token).id());
        }

        @Override
        public Future<Optional<Program>> of(String token) {
            return broken
                    ? Future.failedFuture("the database is away")
                    : Future.succeededFuture(Optional.ofNullable(known.get(token)));
        }

        @Override
        public void onRevoked(Consumer<String> listener) {
            revoked = listener;
        }
    }

    ProgramHouse() {
        this(ProgramLimits.defaults());
    }

    ProgramHouse(ProgramLimits limits) {
        this(limits, Set.of(), "programs" + UUID.randomUUID());
    }

    ProgramHouse(ProgramLimits limits, Set<String> origins, String name) {
        this(single(), limits, origins, name);
    }

    /**
     * @param vertx a node of a cluster, for one; all have the same database
     */
    ProgramHouse(Vertx vertx, ProgramLimits limits, Set<String> origins, String name) {
        this.vertx = vertx;
        this.name = name;
        tokens.add(TOKEN, Program.unlimited("p1", "crm-sync"));
        database = await(Database.open(vertx, DatabaseConfig.inMemory(name)));
        log = new EventLog(vertx, database);
        neighbours();
        options = new ProgramsOptions("127.0.0.1", 0, ProgramsOptions.OFF, "", "", origins);
        programs = new Programs(log, tokens, options, limits, clock, clock);
        deployment = await(vertx.deployVerticle(programs));
        // as in the server: what programs are told comes after what judges their commands
        await(vertx.deployVerticle(logger()));
        port = programs.port().orElseThrow();
    }

    private Deployable logger() {
        return vertx.isClustered()
                ? new SharedEventLogger(database, log)
                : new EventLogger(log, Clock.systemUTC());
    }

    private static Vertx single() {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return vertx;
    }

    private void neighbours() {
        Topic.TRACE.subscribe(vertx, trace::add);
        Ask.CONFIG.answer(
                vertx,
                query -> {
                    Agent anna =
                            new Agent(
                                    "a1",
                                    "Anna Bianchi",
                                    "1007",
                                    "anna",
                                    List.of("PJSIP/anna"),
                                    "",
                                    false);
                    return Future.succeededFuture(
                            new Configuration(1, List.of(), List.of(), List.of(anna), List.of()));
                });
        Ask.SHOW.answer(
                vertx,
                pop -> {
                    shown.add(pop);
                    return Future.succeededFuture(delivery(pop.id(), pop.agent()));
                });
        Ask.NOTIFY.answer(
                vertx,
                notice -> {
                    notices.add(notice);
                    return Future.succeededFuture(delivery(notice.id(), notice.agent()));
                });
        Ask.PUSH_ROW.answer(
                vertx,
                row -> {
                    rows.add(row);
                    return Future.succeededFuture(
                            new RealtimeRow(
                                    "r1",
                                    row.time(),
                                    row.integration(),
                                    row.channel(),
                                    row.reference(),
                                    row.url(),
                                    ""));
                });
    }

    private static Delivery delivery(String id, String agent) {
        boolean known = agent.equals("1007") || agent.endsWith("anna");
        return known
                ? new Delivery(id, Outcome.OPENED, agent, "work window", "Chrome", 12)
                : new Delivery(id, Outcome.REFUSED, agent, "no agent is known as " + agent, "", -1);
    }

    /** The PBX tells. */
    void tell(CallEvent event) {
        Topic.CALLS.publish(vertx, event);
    }

    void member(String queue, String peer) {
        Topic.MEMBERS.publish(vertx, new QueueMemberSeen("pbx1", queue, peer, "", ""));
    }

    void untilLogged(long number) {
        until(
                () ->
                        await(log.newest())
                                .filter(each -> each.position().number() >= number)
                                .isPresent());
    }

    /** Asks again until it is so. */
    void until(BooleanSupplier holds) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came true");
            }
            await(vertx.timer(10));
        }
    }

    ProgramFigures figures() {
        return programs.figures();
    }

    /** Time passes, and the server has looked at the clock since. */
    void passAndLook(Duration time) {
        clock.pass(time);
        for (int i = 0; i < 2; i++) {
            ProgramFigures before = figures();
            until(() -> figures() != before);
        }
    }

    void untilSessions(int count) {
        until(() -> figures().sessions() == count);
    }

    void untilPrograms(int count) {
        until(() -> figures().programs() == count);
    }

    /** Another server on the same database. */
    ProgramHouse restarted() {
        return new ProgramHouse(ProgramLimits.defaults(), Set.of(), name);
    }

    /** The ports close, as when the server stops. */
    void stopListening() {
        await(vertx.undeploy(deployment));
    }

    @Override
    public void close() {
        // whoever writes down what happened finishes first
        List.copyOf(vertx.deploymentIDs()).forEach(each -> await(vertx.undeploy(each)));
        await(database.close());
        await(vertx.close());
    }
}
