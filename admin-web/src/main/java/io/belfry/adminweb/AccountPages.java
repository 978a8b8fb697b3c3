package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.belfry.core.account.Accounts;
import io.belfry.core.account.Actor;
import io.belfry.core.account.UserDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Preferences;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What everybody may change of himself: password and language. */
final class AccountPages {
    private static final String PAGE = "/account";
    private static final int UNPROCESSABLE = 422;

    private final Views views;
    private final Accounts accounts;

    AccountPages(Views views, Accounts accounts) {
        this.views = views;
        this.accounts = accounts;
    }

    void mount(Site site) {
        site.get(PAGE, Access.SUPERVISOR, rc -> show(rc, Problems.NONE));
        site.post(PAGE + "/password", Access.SUPERVISOR, this::password);
        site.post(PAGE + "/language", Access.SUPERVISOR, this::language);
    }

    private void show(RoutingContext rc, Problems problems) {
        views.show(rc, "admin/account", Map.of("problems", problems));
    }

    private void password(RoutingContext rc) {
        FormFields fields = new FormFields(rc.request().formAttributes());
        String fresh = fields.raw("password");
        if (!fresh.equals(fields.raw("again"))) {
            wrong(rc, Map.of("again", Texts.of(rc, views, "admin.setup.differ")));
            return;
        }
        accounts.changeOwnPassword(Site.principal(rc), fields.raw("old"), fresh, Site.address(rc))
                .onSuccess(
                        done -> {
                            Flash.good(rc, "admin.account.changed");
                            Saving.redirect(rc, PAGE);
                        })
                .onFailure(
                        failure -> {
                            if (failure instanceof Problem problem && !problem.fields().isEmpty()) {
                                wrong(rc, problem.fields());
                            } else {
                                rc.fail(failure);
                            }
                        });
    }

    private void wrong(RoutingContext rc, Map<String, String> fields) {
        Site.status(rc, UNPROCESSABLE);
        show(rc, Problems.of(rc, views, "", fields));
    }

    /** The cookie is for this browser, the account for the next log-in from another. */
    private void language(RoutingContext rc) {
        String language = new FormFields(rc.request().formAttributes()).text("language");
        if (Messages.LANGUAGES.contains(language)) {
            Preferences.language(rc, language, rc.request().isSSL());
        }
        accounts.findByUser(Site.principal(rc).user())
                .compose(
                        found ->
                                found.filter(account -> !accounts.isConfigured(account))
                                        .map(account -> remember(rc, account, language))
                                        .orElse(Future.succeededFuture()))
                .onSuccess(done -> Saving.redirect(rc, PAGE))
                .onFailure(rc::fail);
    }

    private Future<Account> remember(RoutingContext rc, Account account, String language) {
        return accounts.update(
                account.id(),
                account.version(),
                UserDocument.json(account).put("language", language),
                Actor.of(rc));
    }
}
