package io.belfry.core.account;

import static io.belfry.core.web.Await.await;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Subscription;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.Database;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.web.FakeClock;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.SiteConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Everything that accounts need. Database and Vert.x of a kind are shared by the tests of a class,
 * what is in the tables is not.
 */
final class Office implements AutoCloseable {
    static final String PASSWORD = "nine lives of a lamp";
    static final Actor ROOT = new Actor("root", "10.0.0.9");
    private static final String NO_CHAIN = "0".repeat(64);

    /** What takes long to make. */
    private record House(Vertx vertx, Database database) {}

    private static final Map<TestDatabase, House> HOUSES = new EnumMap<>(TestDatabase.class);

    final Vertx vertx;
    final FakeClock clock = new FakeClock();
    final Database database;
    final Sessions sessions;
    final Passwords passwords;
    final AuditLog audit;
    final Accounts accounts;
    final BlockingQueue<SessionEnded> ended = new LinkedBlockingQueue<>();
    private final Subscription listening;

    Office(TestDatabase kind) {
        House house = HOUSES.computeIfAbsent(kind, Office::build);
        vertx = house.vertx();
        database = house.database();
        for (String table :
                List.of("account", "session", "setup_token", "audit", "login_attempt")) {
            await(database.update("delete from " + table, Map.of()));
        }
        await(
                database.update(
                        "update audit_head set last = 0, chain = #{none}",
                        Map.of("none", NO_CHAIN)));
        listening = Topic.SESSIONS_ENDED.subscribe(vertx, ended::add);
        sessions = new Sessions(vertx, database, SiteConfig.defaults(), clock, clock::nanoTime);
        await(sessions.start());
        passwords = new Passwords(vertx);
        audit = new AuditLog(database, clock);
        Logins logins = new Logins(passwords, new LoginThrottle(database, clock), audit);
        accounts = new Accounts(database, passwords, logins, sessions, audit, clock);
    }

    private static House build(TestDatabase kind) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        RecordCodec.register(vertx);
        return new House(vertx, await(Database.open(vertx, kind.create())));
    }

    /** At the end of a test class, so that nothing is left connected when the JVM ends. */
    static void closeAll() {
        HOUSES.values().forEach(each -> await(each.database().close()));
        HOUSES.values().forEach(each -> await(each.vertx().close()));
        HOUSES.clear();
    }

    static JsonObject user(String user, String role, String... queues) {
        return new JsonObject()
                .put("user", user)
                .put("name", "The " + user)
                .put("role", role)
                .put("queues", new JsonArray(List.of(queues)))
                .put("password", PASSWORD);
    }

    Account admin(String user) {
        return await(accounts.create(user(user, "admin"), ROOT));
    }

    Account supervisor(String user, String... queues) {
        return await(accounts.create(user(user, "supervisor", queues), ROOT));
    }

    /** A change of one field, as a form sends it: everything, and no password. */
    static JsonObject with(Account account, String field, Object value) {
        return UserDocument.json(account).put(field, value);
    }

    @Override
    public void close() {
        await(listening.unregister());
        await(sessions.stop());
    }
}
