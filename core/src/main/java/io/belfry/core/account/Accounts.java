package io.belfry.core.account;

import io.belfry.core.account.AccountChanges.Change;
import io.belfry.core.account.AccountRows.Stored;
import io.belfry.core.integration.Checked;
import io.belfry.core.store.Database;
import io.belfry.core.store.Database.Transaction;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Administrators and supervisors. What may not be fails with a {@link Problem}: 422 with a message
 * for each field, 409 when somebody else was faster or the last administrator would go, 404. Each
 * change stands in the audit and ends the sessions whose rights it takes away.
 */
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private static final String KIND = "staff";
    private static final JsonObject NONE = new JsonObject();

    private final AccountRows rows;
    private final AccountChanges changes;
    private final SetupToken setup;
    private final Passwords passwords;
    private final Logins logins;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Clock clock;
    private volatile String configured = "";

    public Accounts(
            Database database,
            Passwords passwords,
            Logins logins,
            Sessions sessions,
            AuditLog audit,
            Clock clock) {
        this.rows = new AccountRows(database);
        this.changes = new AccountChanges(database);
        this.setup = new SetupToken(database, clock);
        this.passwords = passwords;
        this.logins = logins;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** The link of the first start. */
    public SetupToken setup() {
        return setup;
    }

    /** By user name. */
    public Future<List<Account>> list() {
        return rows.list();
    }

    public Future<Optional<Account>> find(String id) {
        return rows.byId(id).map(found -> found.map(Stored::account));
    }

    /** Of a session: {@link Principal#user()}. */
    public Future<Optional<Account>> findByUser(String user) {
        return rows.byUser(user).map(found -> found.map(Stored::account));
    }

    /** Whether nobody can log in yet. */
    public Future<Boolean> isEmpty() {
        return rows.isEmpty();
    }

    /** Whether {@code admin.user} of the configuration made it: then pages can not change it. */
    public boolean isConfigured(Account account) {
        return account.user().equals(configured);
    }

    /**
     * @param document as {@link UserDocument} reads it
     */
    public Future<Account> create(JsonObject document, Actor by) {
        return create(UserDocument.check(document, true), by, work -> Future.succeededFuture());
    }

    /**
     * @param document the whole user; without a password to keep the old one
     * @param version that the change was made from
     */
    public Future<Account> update(String id, long version, JsonObject document, Actor by) {
        return notConfigured(id)
                .compose(ok -> change(id, version, UserDocument.check(document, false), by));
    }

    /**
     * @param version that was seen when this was decided
     */
    public Future<Void> delete(String id, long version, Actor by) {
        return notConfigured(id)
                .compose(ok -> changes.delete(id, version))
                .compose(gone -> ended(gone, by));
    }

    /**
     * Checks a user name and a password. It counts, stands in the audit, and an old hash is made
     * new.
     */
    public Future<Login<Account>> login(String user, String password, String address) {
        return logins.check(KIND, user, password, address, this::candidate).compose(this::greet);
    }

    /** His own, for who knows the old one; he stays logged in here and nowhere else. */
    public Future<Void> changeOwnPassword(Principal who, String old, String fresh, String address) {
        Optional<String> wrong = PasswordRules.problem(fresh, who.user());
        if (wrong.isPresent()) {
            return Future.failedFuture(Problem.invalid(Map.of("password", wrong.get())));
        }
        return logins.check(KIND, who.user(), old, address, this::candidate)
                .compose(Accounts::needsTheOld)
                .compose(account -> setPassword(account, fresh))
                .compose(change -> changed("user.password", change, new Actor(who.user(), address)))
                .compose(
                        done ->
                                sessions.endOthersOf(
                                        Sessions.Kind.STAFF, who.user(), who.session()));
    }

    /**
     * The first administrator, by the link of the first start. The link is used up only when the
     * account is made; a wrong, old or used one is a Problem 403.
     */
    public Future<Account> setUp(String token, JsonObject document, String address) {
        JsonObject admin = document.copy().put("role", "admin").put("enabled", true);
        return create(
                UserDocument.check(admin, true),
                new Actor("setup", address),
                work -> setup.redeem(work, token));
    }

    /**
     * The administrator of the configuration: he is there, enabled and has that password, whatever
     * was done in the pages before. To be called at each start. Who writes the configuration owns
     * the machine: a weak password is taken, with a warning.
     */
    public Future<Account> configure(String user, String password) {
        String name = user.strip().toLowerCase(Locale.ROOT);
        JsonObject document =
                new JsonObject().put("user", name).put("role", "admin").put("password", password);
        PasswordRules.problem(password, name)
                .ifPresent(weak -> log.warn("admin.password is weak: it {}", weak));
        return rows.byUser(name)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? create(
                                                UserDocument.configured(document),
                                                Actor.SYSTEM,
                                                work -> Future.succeededFuture())
                                        : asConfigured(found.get(), document, password))
                .onSuccess(account -> configured = account.user());
    }

    private Future<Account> asConfigured(Stored stored, JsonObject document, String password) {
        Account account = stored.account();
        document.put("name", account.name()).put("language", account.language());
        return passwords
                .verify(password, stored.passwordHash())
                .compose(
                        check ->
                                check.right() && account.isWorkingAdmin()
                                        ? Future.succeededFuture(account)
                                        : change(
                                                account.id(),
                                                account.version(),
                                                UserDocument.configured(document),
                                                Actor.SYSTEM));
    }

    private Future<Void> notConfigured(String id) {
        return find(id).compose(
                        found ->
                                found.filter(this::isConfigured).isEmpty()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                new Problem(
                                                        409,
                                                        "configured",
                                                        "This user comes from the configuration"
                                                                + " (admin.user); change it there.",
                                                        Map.of())));
    }

    private Future<Account> create(
            Checked<UserDocument.Draft> checked,
            Actor by,
            Function<Transaction, Future<Void>> first) {
        if (!checked.isGood()) {
            return Future.failedFuture(Problem.invalid(checked.errors()));
        }
        UserDocument.Draft draft = checked.value();
        Account account =
                account(UUID.randomUUID().toString(), draft, clock.instant(), Instant.EPOCH, 1);
        return passwords
                .hash(draft.newPassword())
                .compose(hash -> changes.insert(new Stored(account, hash), first))
                .compose(
                        made ->
                                audit.add(by, "user.create", object(made), NONE, json(made))
                                        .otherwiseEmpty()
                                        .map(made));
    }

    private Future<Account> change(
            String id, long version, Checked<UserDocument.Draft> checked, Actor by) {
        if (!checked.isGood()) {
            return Future.failedFuture(Problem.invalid(checked.errors()));
        }
        UserDocument.Draft draft = checked.value();
        boolean newPassword = !draft.newPassword().isEmpty();
        return (newPassword ? passwords.hash(draft.newPassword()) : Future.succeededFuture(""))
                .compose(hash -> changes.update(id, version, before -> edited(before, draft, hash)))
                .compose(change -> changed("user.update", change, by))
                .compose(change -> tellSessions(change, newPassword).map(change.after()));
    }

    private static Stored edited(Stored stored, UserDocument.Draft draft, String newHash) {
        Account before = stored.account();
        Account after =
                account(
                        before.id(),
                        draft,
                        before.created(),
                        before.lastLogin(),
                        before.version() + 1);
        return new Stored(after, newHash.isEmpty() ? stored.passwordHash() : newHash);
    }

    private static Account account(
            String id, UserDocument.Draft draft, Instant created, Instant lastLogin, long version) {
        return new Account(
                id,
                draft.user(),
                draft.name(),
                draft.role(),
                draft.queues(),
                draft.enabled(),
                draft.language(),
                created,
                lastLogin,
                version);
    }

    private Future<Change> changed(String what, Change change, Actor by) {
        return audit.add(
                        by,
                        what,
                        object(change.after()),
                        json(change.before()),
                        json(change.after()))
                .otherwiseEmpty()
                .map(change);
    }

    /** Rights that are gone must not live on in a session; new ones come into it. */
    private Future<Void> tellSessions(Change change, boolean newPassword) {
        Account before = change.before();
        Account after = change.after();
        boolean over =
                newPassword
                        || !after.enabled()
                        || before.role() != after.role()
                        || !before.user().equals(after.user());
        if (over) {
            return sessions.endAllOf(Sessions.Kind.STAFF, before.user());
        }
        boolean other =
                !before.name().equals(after.name()) || !before.queues().equals(after.queues());
        return other ? sessions.changed(after.principal()) : Future.succeededFuture();
    }

    private Future<Void> ended(Account gone, Actor by) {
        return audit.add(by, "user.delete", object(gone), json(gone), NONE)
                .otherwiseEmpty()
                .compose(done -> sessions.endAllOf(Sessions.Kind.STAFF, gone.user()));
    }

    private Future<Optional<Logins.Candidate<Stored>>> candidate(String user) {
        return rows.byUser(user).map(found -> found.map(Accounts::candidate));
    }

    private static Logins.Candidate<Stored> candidate(Stored stored) {
        boolean may = stored.account().enabled();
        return new Logins.Candidate<>(stored, may ? stored.passwordHash() : "");
    }

    private Future<Login<Account>> greet(Login<Stored> login) {
        if (login instanceof Login.In<Stored> in) {
            Account account = in.who().account();
            Future<Void> rehashed =
                    in.newHash().isEmpty()
                            ? Future.succeededFuture()
                            : rows.rehashed(account.id(), in.who().passwordHash(), in.newHash());
            return rehashed.compose(done -> rows.loggedIn(account.id(), clock.instant()))
                    .map(new Login.In<>(account, ""));
        }
        return Future.succeededFuture(
                login instanceof Login.TooMany<Stored> tooMany
                        ? new Login.TooMany<>(tooMany.delay())
                        : new Login.Wrong<>());
    }

    private static Future<Account> needsTheOld(Login<Stored> login) {
        if (login instanceof Login.In<Stored> in) {
            return Future.succeededFuture(in.who().account());
        }
        if (login instanceof Login.TooMany<Stored> tooMany) {
            return Future.failedFuture(
                    new Problem(
                            429,
                            "too_many",
                            "Too many wrong passwords. Try again in "
                                    + tooMany.seconds()
                                    + " seconds.",
                            Map.of()));
        }
        return Future.failedFuture(Problem.invalid(Map.of("old", "is not your password")));
    }

    private Future<Change> setPassword(Account account, String fresh) {
        return passwords
                .hash(fresh)
                .compose(
                        hash ->
                                changes.update(
                                        account.id(),
                                        account.version(),
                                        before -> new Stored(before.account().next(), hash)));
    }

    private static JsonObject json(Account account) {
        return UserDocument.json(account);
    }

    private static String object(Account account) {
        return "user/" + account.user();
    }
}
