package io.belfry.core.account;

import io.belfry.core.bus.Subscription;
import io.belfry.core.bus.TokenRevoked;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Checked;
import io.belfry.core.store.Database;
import io.belfry.core.web.Bearers;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of programs. A secret is told once, when it is made; what is kept is its SHA-256. A
 * revoked token is dead at once here and, told on {@link Topic#TOKENS_REVOKED}, on every node; a
 * node that does not hear it believes a token for a second. Any thread may call.
 */
public final class ApiTokens implements Bearers {
    /** How every secret begins, so that it is recognised where it should not be. */
    public static final String PREFIX = "bfy_";

    /** A new token and the only place where its secret is ever seen. */
    public record Made(ApiToken token, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return token.name();
        }
    }

    private record Believed(ApiToken token, Instant until) {}

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);
    private static final Pattern SECRET = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final int SHOWN = PREFIX.length() + 6;
    private static final int MOST = 500;
    private static final Duration BELIEVED = Duration.ofSeconds(1);
    private static final Duration USE_WRITTEN = Duration.ofMinutes(1);
    private static final JsonObject NOTHING = new JsonObject();

    private final Vertx vertx;
    private final TokenRows rows;
    private final AuditLog audit;
    private final Clock clock;
    private final Map<String, Believed> known = new ConcurrentHashMap<>();
    private final Map<String, Instant> useWritten = new ConcurrentHashMap<>();
    private final AtomicLong revocations = new AtomicLong();
    private volatile Supplier<Future<Void>> stopping = Future::succeededFuture;

    public ApiTokens(Vertx vertx, Database database, AuditLog audit, Clock clock) {
        this.vertx = vertx;
        this.rows = new TokenRows(database);
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins to listen to what other nodes revoke. */
    public Future<Void> start() {
        Subscription listening =
                Topic.TOKENS_REVOKED.subscribe(vertx, gone -> forget(gone.token()));
        stopping = listening::unregister;
        return Future.succeededFuture();
    }

    public Future<Void> stop() {
        return stopping.get();
    }

    /** By name. */
    public Future<List<ApiToken>> list() {
        return rows.list();
    }

    public Future<Optional<ApiToken>> byId(String id) {
        return rows.byId(id);
    }

    /**
     * Makes a token. What may not be fails with a {@link Problem}: 422 with a message for each
     * field, 409 when there are too many.
     *
     * @param document as {@link TokenDocument} reads it
     */
    public Future<Made> create(JsonObject document, Actor by) {
        Checked<TokenDocument.Draft> checked = TokenDocument.check(document, clock.instant());
        if (!checked.isGood()) {
            return Future.failedFuture(Problem.invalid(checked.errors()));
        }
        String secret = PREFIX + Tokens.random();
        ApiToken token = token(checked.value(), secret, by);
        return rows.count()
                .compose(there -> there < MOST ? Future.succeededFuture() : tooMany())
                .compose(room -> rows.insert(token, Tokens.hash(secret)))
                .recover(e -> Future.failedFuture(isRace(e) ? taken(token.name()) : e))
                .compose(
                        made ->
                                audit.add(
                                                by,
                                                "token.create",
                                                object(token),
                                                NOTHING,
                                                TokenDocument.json(token))
                                        .otherwiseEmpty())
                .map(new Made(token, secret));
    }

    private ApiToken token(TokenDocument.Draft draft, String secret, Actor by) {
        return new ApiToken(
                UUID.randomUUID().toString(),
                draft.name(),
                draft.scopes(),
                draft.queues(),
                draft.events(),
                secret.substring(0, SHOWN),
                Instant.ofEpochMilli(clock.millis()),
                by.user(),
                draft.expires(),
                Instant.EPOCH);
    }

    /** Ends a token for ever; open streams and sockets of it close. */
    public Future<Void> revoke(String id, Actor by) {
        return rows.delete(id)
                .compose(
                        found ->
                                found.map(gone -> revoked(gone, by))
                                        .orElseGet(
                                                () ->
                                                        Future.failedFuture(
                                                                Problem.notFound(
                                                                        "There is no such token"
                                                                                + " (any"
                                                                                + " more)."))));
    }

    private Future<Void> revoked(ApiToken gone, Actor by) {
        forget(gone.id());
        Topic.TOKENS_REVOKED.publish(vertx, new TokenRevoked(gone.id()));
        return audit.add(by, "token.revoke", object(gone), TokenDocument.json(gone), NOTHING)
                .otherwiseEmpty();
    }

    @Override
    public Future<Optional<Principal>> bearer(String secret) {
        return find(secret).map(found -> found.map(ApiToken::principal));
    }

    @Override
    public Future<Boolean> lives(String token) {
        return byId(token)
                .map(found -> found.filter(each -> !each.isOver(clock.instant())).isPresent());
    }

    /**
     * The token of a secret, if there still is one. Counts as a use.
     *
     * @param secret as a program showed it, whatever it is
     */
    public Future<Optional<ApiToken>> find(String secret) {
        if (!SECRET.matcher(secret).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        // who guesses learns from the time it takes only something about a digest
        String hash = Tokens.hash(secret);
        Instant now = clock.instant();
        Believed believed = known.get(hash);
        boolean fresh = believed != null && now.isBefore(believed.until());
        return (fresh ? Future.succeededFuture(Optional.of(believed.token())) : load(hash, now))
                .map(found -> found.filter(token -> !token.isOver(now)))
                .onSuccess(found -> found.ifPresent(token -> noteUse(token, now)));
    }

    private Future<Optional<ApiToken>> load(String hash, Instant now) {
        long before = revocations.get();
        return rows.byHash(hash)
                .onSuccess(
                        found -> {
                            // a revocation between our question and its answer must not be undone
                            if (found.isPresent() && revocations.get() == before) {
                                known.put(hash, new Believed(found.get(), now.plus(BELIEVED)));
                            } else {
                                known.remove(hash);
                            }
                            makeRoom(now);
                        });
    }

    /** There are never more than there are tokens, and some that were revoked just now. */
    private void makeRoom(Instant now) {
        if (known.size() > MOST) {
            known.values().removeIf(each -> !now.isBefore(each.until()));
        }
    }

    private void noteUse(ApiToken token, Instant now) {
        Instant last = useWritten.getOrDefault(token.id(), token.lastUsed());
        if (now.isBefore(last.plus(USE_WRITTEN))) {
            return;
        }
        useWritten.put(token.id(), now);
        rows.used(token.id(), now)
                .onFailure(e -> LOG.warn("use of {} not noted: {}", token.name(), e.getMessage()));
    }

    private void forget(String id) {
        revocations.incrementAndGet();
        known.values().removeIf(each -> each.token().id().equals(id));
        useWritten.remove(id);
    }

    private static String object(ApiToken token) {
        return "token/" + token.name();
    }

    private static Future<Void> tooMany() {
        return Future.failedFuture(
                Problem.conflict("There are " + MOST + " tokens; revoke one that is not used."));
    }

    private static Problem taken(String name) {
        return Problem.invalid(Map.of("name", "\"" + name + "\" is taken"));
    }

    /** What a unique index says. */
    private static boolean isRace(Throwable failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("unique");
    }
}
