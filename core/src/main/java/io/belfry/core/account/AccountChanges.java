package io.belfry.core.account;

import io.belfry.core.account.AccountRows.Stored;
import io.belfry.core.store.Database;
import io.belfry.core.store.Database.Transaction;
import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Changes of accounts, each in one transaction with the checks that only the table can answer. */
final class AccountChanges {
    /**
     * @param before as it was
     * @param after as it is; the same as before for a deletion
     */
    record Change(Account before, Account after) {}

    /** What is done with an account while its table's administrators are locked. */
    private interface Step<T> {
        Future<T> take(Transaction work, List<String> admins, Stored stored);
    }

    private final Database database;

    AccountChanges(Database database) {
        this.database = database;
    }

    /**
     * @param first what must succeed before, in the same transaction
     */
    Future<Account> insert(Stored fresh, Function<Transaction, Future<Void>> first) {
        String user = fresh.account().user();
        return database.transaction(
                        work ->
                                first.apply(work)
                                        .compose(done -> nobodyElse(work, fresh.account()))
                                        .compose(done -> AccountRows.insert(work, fresh))
                                        .map(fresh.account()))
                .recover(e -> Future.failedFuture(isRace(e) ? taken(user) : e));
    }

    /**
     * @param change makes the new account of the old one; its version is one more
     */
    Future<Change> update(String id, long version, Function<Stored, Stored> change) {
        return locked(
                id,
                (work, admins, stored) ->
                        replace(work, admins, version, stored, change.apply(stored)));
    }

    Future<Account> delete(String id, long version) {
        return locked(id, (work, admins, stored) -> remove(work, admins, stored, version));
    }

    /** While nobody else can take an administrator away. */
    private <T> Future<T> locked(String id, Step<T> step) {
        return database.transaction(
                work ->
                        AccountRows.lockWorkingAdmins(work)
                                .compose(admins -> step(work, admins, id, step)));
    }

    private static <T> Future<T> step(
            Transaction work, List<String> admins, String id, Step<T> step) {
        return AccountRows.byId(work, id)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? Future.failedFuture(unknown())
                                        : step.take(work, admins, found.get()));
    }

    private static Future<Change> replace(
            Transaction work, List<String> admins, long version, Stored before, Stored after) {
        if (before.account().version() != version) {
            return Future.failedFuture(outdated());
        }
        if (!after.account().isWorkingAdmin() && isLast(admins, before.account())) {
            return Future.failedFuture(lastAdmin());
        }
        return nobodyElse(work, after.account())
                .compose(done -> AccountRows.update(work, after))
                .recover(e -> Future.failedFuture(isRace(e) ? taken(after.account().user()) : e))
                .compose(done -> done ? Future.succeededFuture() : Future.failedFuture(outdated()))
                .compose(
                        done ->
                                UserChoices.rename(
                                        work, before.account().user(), after.account().user()))
                .map(new Change(before.account(), after.account()));
    }

    private static Future<Account> remove(
            Transaction work, List<String> admins, Stored stored, long version) {
        if (isLast(admins, stored.account())) {
            return Future.failedFuture(lastAdmin());
        }
        return AccountRows.delete(work, stored.account().id(), version)
                .compose(done -> done ? Future.succeededFuture() : Future.failedFuture(outdated()))
                .compose(done -> UserChoices.forget(work, stored.account().user()))
                .map(stored.account());
    }

    private static Future<Void> nobodyElse(Transaction work, Account account) {
        return AccountRows.byUser(work, account.user())
                .map(found -> found.filter(other -> !other.account().id().equals(account.id())))
                .compose(
                        other ->
                                other.isEmpty()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(taken(account.user())));
    }

    private static boolean isLast(List<String> admins, Account account) {
        return admins.equals(List.of(account.id()));
    }

    private static Problem unknown() {
        return Problem.notFound("There is no such user.");
    }

    private static Problem taken(String user) {
        return Problem.invalid(Map.of("user", "\"" + user + "\" is taken"));
    }

    private static Problem outdated() {
        return Problem.conflict("Somebody else has changed this user meanwhile.");
    }

    private static Problem lastAdmin() {
        return new Problem(
                409,
                "last_admin",
                "This is the last administrator who can log in; make another one first.",
                Map.of());
    }

    /** What a unique index says when two take the same name at the same moment. */
    private static boolean isRace(Throwable failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("unique");
    }
}
