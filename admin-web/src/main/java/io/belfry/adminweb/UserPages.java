package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.belfry.core.account.Accounts;
import io.belfry.core.account.Actor;
import io.belfry.core.account.UserDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings → Users: administrators and supervisors. */
final class UserPages {
    private static final String LIST = "/settings/users";
    private static final List<String> ROLES = List.of("supervisor", "admin");
    private static final int CONFLICT = 409;

    private final Views views;
    private final Accounts accounts;
    private final SeenQueues seen;

    /**
     * A line of the list.
     *
     * @param lastLogin ISO time; empty for never
     * @param fixed whether it comes from the configuration
     */
    public record Item(
            String id,
            String name,
            String user,
            String role,
            List<String> queues,
            boolean enabled,
            String lastLogin,
            boolean fixed) {}

    UserPages(Views views, Accounts accounts, SeenQueues seen) {
        this.views = views;
        this.accounts = accounts;
        this.seen = seen;
    }

    void mount(Site site) {
        site.get(LIST, Access.ADMIN, this::list);
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, this::create);
        site.get(LIST + "/:id", Access.ADMIN, this::edit);
        site.post(LIST + "/:id", Access.ADMIN, this::update);
        site.post(LIST + "/:id/delete", Access.ADMIN, this::delete);
    }

    private void list(RoutingContext rc) {
        accounts.list()
                .onSuccess(
                        all ->
                                views.show(
                                        rc,
                                        "admin/users",
                                        Map.of("items", all.stream().map(this::item).toList())))
                .onFailure(rc::fail);
    }

    private Item item(Account account) {
        boolean never = account.lastLogin().equals(Instant.EPOCH);
        return new Item(
                account.id(),
                account.name(),
                account.user(),
                account.role().name().toLowerCase(Locale.ROOT),
                account.queues(),
                account.enabled(),
                never ? "" : account.lastLogin().toString(),
                accounts.isConfigured(account));
    }

    private void fresh(RoutingContext rc) {
        show(rc, "", UserForm.FRESH, Problems.NONE, Map.of());
    }

    private void edit(RoutingContext rc) {
        String id = rc.pathParam("id");
        found(id)
                .onSuccess(
                        account ->
                                show(
                                        rc,
                                        id,
                                        UserForm.of(account),
                                        Problems.NONE,
                                        Map.of("fixed", accounts.isConfigured(account))))
                .onFailure(rc::fail);
    }

    private Future<Account> found(String id) {
        return accounts.find(id).map(found -> found.orElseThrow(() -> SettingsDesk.missing(id)));
    }

    private void create(RoutingContext rc) {
        UserForm form = UserForm.read(rc.request().formAttributes());
        accounts.create(form.document(), Actor.of(rc))
                .onSuccess(account -> saved(rc, account))
                .onFailure(failure -> refused(rc, "", form, failure));
    }

    private void update(RoutingContext rc) {
        String id = rc.pathParam("id");
        UserForm form = UserForm.read(rc.request().formAttributes());
        boolean overwrite = rc.request().formAttributes().contains("overwrite");
        (overwrite ? found(id).map(Account::version) : Future.succeededFuture(form.version()))
                .compose(version -> accounts.update(id, version, form.document(), Actor.of(rc)))
                .onSuccess(account -> saved(rc, account))
                .onFailure(failure -> refused(rc, id, form, failure));
    }

    private static void saved(RoutingContext rc, Account account) {
        Flash.good(rc, "admin.saved", account.name());
        Saving.redirect(rc, LIST);
    }

    private void refused(RoutingContext rc, String id, UserForm form, Throwable failure) {
        if (!(failure instanceof Problem problem) || problem.status() == 404) {
            rc.fail(failure);
        } else if (problem.code().equals("conflict")) {
            found(id).onSuccess(theirs -> conflict(rc, id, form, theirs)).onFailure(rc::fail);
        } else {
            Site.status(rc, problem.status());
            Problems problems =
                    Problems.of(rc, views, problem.getMessage(), problem.fields())
                            .gathered("queues");
            show(rc, id, form, problems, Map.of());
        }
    }

    private void conflict(RoutingContext rc, String id, UserForm form, Account theirs) {
        Site.status(rc, CONFLICT);
        Conflict conflict =
                new Conflict(
                        Texts.of(rc, views, "admin.conflict.somebody"),
                        Difference.between(UserDocument.json(theirs), form.document()));
        show(rc, id, form, Problems.NONE, Map.of("conflict", conflict));
    }

    private void delete(RoutingContext rc) {
        String id = rc.pathParam("id");
        long version = new FormFields(rc.request().formAttributes()).number("version");
        accounts.delete(id, version, Actor.of(rc))
                .onSuccess(
                        gone -> {
                            Flash.good(rc, "admin.user.deleted");
                            Saving.redirect(rc, LIST);
                        })
                .onFailure(
                        failure -> {
                            if (failure instanceof Problem problem && problem.status() != 404) {
                                Flash.bad(rc, "admin.refused", problem.getMessage());
                                Saving.redirect(rc, LIST);
                            } else {
                                rc.fail(failure);
                            }
                        });
    }

    private void show(
            RoutingContext rc,
            String id,
            UserForm form,
            Problems problems,
            Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.putIfAbsent("fixed", false);
        model.put("id", id);
        model.put("title", Texts.title(rc, views, id, "admin.users.new", form.name()));
        model.put("action", id.isEmpty() ? LIST : LIST + "/" + id);
        model.put("form", form);
        model.put("roles", ROLES);
        model.put("known", seen.all());
        model.put("impact", List.of(Texts.of(rc, views, "admin.user.impact")));
        model.put("problems", problems);
        views.show(rc, "admin/user", model);
    }
}
