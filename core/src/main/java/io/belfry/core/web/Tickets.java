package io.belfry.core.web;

import io.belfry.core.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens one socket for a page that has no cookie of ours: the customer's own, in which an agent's
 * calls are shown. Each is good once and for a minute. They are in the database, as hashes, because
 * the customer's server asks one node for a ticket and the page shows it to another. Any thread may
 * ask.
 */
public final class Tickets {
    /** From when it is asked for until the socket opens. */
    static final Duration GOOD_FOR = Duration.ofSeconds(60);

    /** More than one agent has pages; who asks for more loses the oldest. */
    static final int MOST_OF_ONE = 20;

    private static final int BYTES = 24;
    private static final int LENGTH = Tokens.random(BYTES).length();

    private record Issued(Principal holder, long expires) {}

    private final Database database;
    private final Clock clock;
    private final AtomicLong dropped = new AtomicLong();

    Tickets(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How many this node made worthless before their minute was over, for want of room. */
    public long dropped() {
        return dropped.get();
    }

    Future<String> issue(Principal holder) {
        String ticket = Tokens.random(BYTES);
        long now = clock.millis();
        return makeRoom(holder.agentId(), now)
                .compose(done -> insert(Tokens.hash(ticket), holder, now + GOOD_FOR.toMillis()))
                .map(ticket);
    }

    /** Empty for one that is not known, was used, or is too old. */
    Future<Optional<Principal>> take(String ticket) {
        if (ticket.length() != LENGTH) {
            return Future.succeededFuture(Optional.empty());
        }
        String id = Tokens.hash(ticket);
        return database.one(
                        "select username, name, agent_id, session_key, token_id, expires_at"
                                + " from agent_ticket where id = #{id}",
                        Map.of("id", id),
                        Tickets::read)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? Future.succeededFuture(found)
                                        : use(id).map(ours -> found.filter(each -> ours)))
                .map(found -> found.filter(each -> clock.millis() < each.expires()))
                .map(found -> found.map(Issued::holder));
    }

    /** Forgets those that nobody used. */
    Future<Void> sweep() {
        return database.update(
                        "delete from agent_ticket where expires_at <= #{now}",
                        Map.of("now", clock.millis()))
                .mapEmpty();
    }

    /** Of several that show the same ticket, at whatever nodes, one is told that it was there. */
    private Future<Boolean> use(String id) {
        return database.update("delete from agent_ticket where id = #{id}", Map.of("id", id))
                .map(deleted -> deleted > 0);
    }

    private Future<Void> makeRoom(String agent, long now) {
        return database.update(
                        "delete from agent_ticket where agent_id = #{agent}"
                                + " and expires_at > #{now} and id not in (select id"
                                + " from agent_ticket where agent_id = #{agent}"
                                + " order by expires_at desc, id limit #{most})",
                        Map.of("agent", agent, "now", now, "most", MOST_OF_ONE - 1))
                .onSuccess(dropped::addAndGet)
                .mapEmpty();
    }

    private Future<Void> insert(String id, Principal holder, long expires) {
        return database.update(
                        "insert into agent_ticket (id, username, name, agent_id, session_key,"
                                + " token_id, expires_at) values (#{id}, #{username}, #{name},"
                                + " #{agent}, #{session}, #{token}, #{expires})",
                        Map.of(
                                "id", id,
                                "username", holder.user(),
                                "name", holder.name(),
                                "agent", holder.agentId(),
                                "session", holder.session(),
                                "token", holder.grant().token(),
                                "expires", expires))
                .mapEmpty();
    }

    private static Issued read(Row row) {
        Principal holder =
                new Principal(
                        row.getString("username"),
                        row.getString("name"),
                        Role.AGENT,
                        List.of(),
                        row.getString("agent_id"),
                        row.getString("session_key"),
                        Grant.endingWith(row.getString("token_id")));
        return new Issued(holder, row.getLong("expires_at"));
    }
}
