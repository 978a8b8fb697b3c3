package io.belfry.core.account;

import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks user names and passwords, of administrators and agents alike: not too often, in the same
 * time for names that do not exist, and with a line in the audit.
 */
public final class Logins {
    /** Longer than any password that could have been set; more would only cost us time. */
    private static final int LONGEST = 4 * PasswordRules.LONGEST_BYTES;

    private static final int LONGEST_USER = 64;

    /**
     * Somebody who could be meant.
     *
     * @param who it would be
     * @param passwordHash as stored; empty for who may not log in
     */
    public record Candidate<T>(T who, String passwordHash) {
        /** Without the hash. */
        @Override
        public String toString() {
            return String.valueOf(who);
        }
    }

    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final AuditLog audit;

    public Logins(Passwords passwords, LoginThrottle throttle, AuditLog audit) {
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
    }

    /**
     * @param kind of user: names of agents and of administrators have nothing to do with each other
     * @param user as typed
     * @param address where from
     * @param find looks somebody up by the user name in lower case
     */
    public <T> Future<Login<T>> check(
            String kind,
            String user,
            String password,
            String address,
            Function<String, Future<Optional<Candidate<T>>>> find) {
        String name = user.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > LONGEST_USER || password.length() > LONGEST) {
            return Future.succeededFuture(new Login.Wrong<>());
        }
        String account = kind + "/" + name;
        return throttle.admit(account, address)
                .compose(
                        wait ->
                                wait.isZero()
                                        ? admitted(account, name, password, address, find)
                                        : Future.succeededFuture(new Login.TooMany<>(wait)));
    }

    private <T> Future<Login<T>> admitted(
            String account,
            String name,
            String password,
            String address,
            Function<String, Future<Optional<Candidate<T>>>> find) {
        return find.apply(name)
                .compose(found -> judge(found, password))
                .recover(e -> notChecked(account, address, e))
                .compose(login -> write(login, account, new Actor(name, address)));
    }

    private <T> Future<Login<T>> notChecked(String account, String address, Throwable why) {
        return throttle.withdrawn(account, address).transform(done -> Future.failedFuture(why));
    }

    private <T> Future<Login<T>> judge(Optional<Candidate<T>> found, String password) {
        String hash = found.map(Candidate::passwordHash).orElse("");
        return passwords
                .verify(password, hash)
                .compose(
                        check -> {
                            if (!check.right() || found.isEmpty() || hash.isEmpty()) {
                                return Future.succeededFuture(new Login.Wrong<T>());
                            }
                            return (check.outdated()
                                            ? passwords.hash(password)
                                            : Future.succeededFuture(""))
                                    .map(newHash -> new Login.In<>(found.get().who(), newHash));
                        });
    }

    private <T> Future<Login<T>> write(Login<T> login, String account, Actor by) {
        boolean in = login instanceof Login.In;
        Future<Void> counted =
                in ? throttle.succeeded(account, by.address()) : Future.succeededFuture();
        Future<Void> written = audit.add(by, in ? "login" : "login.refused", account);
        // whoever has the right password gets in, even if none of it can be written
        return Future.join(counted, written).transform(done -> Future.succeededFuture(login));
    }
}
