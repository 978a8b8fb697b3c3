package io.belfry.adminweb;

import io.belfry.core.account.Accounts;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.account.AuditLog;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Templates;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.QueueScope;
import io.belfry.core.store.RowSearch;
import io.belfry.core.store.RowStore;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.VersionStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Permit;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of administrators and supervisors, and the REST resources of the settings. It owns
 * nothing but figures of the day: what it shows and changes belongs to others and is asked for over
 * the bus.
 */
public final class AdminWeb extends VerticleBase {
    /** Name of our texts, for {@link Views}. */
    public static final String MESSAGES = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(AdminWeb.class);

    private final Database database;
    private final Accounts accounts;
    private final ApiTokens tokens;
    private final Templates templates;
    private final Secrets secrets;
    private final Clock clock;
    private final ZoneId zone;
    private final Today today;
    private final RecentCalls recent = new RecentCalls();
    private final SeenQueues queues = new SeenQueues();

    /**
     * @param database is asked once, whether a page has ever opened
     * @param accounts administrators and supervisors
     * @param tokens of programs
     * @param templates finds mistakes in templates while they are being typed
     * @param secrets seals what a connection test needs on its way to the connector
     * @param zone where the contact centre's clock hangs: its day, its times in rules
     */
    public AdminWeb(
            Database database,
            Accounts accounts,
            ApiTokens tokens,
            Templates templates,
            Secrets secrets,
            Clock clock,
            ZoneId zone) {
        this.database = database;
        this.accounts = accounts;
        this.tokens = tokens;
        this.templates = templates;
        this.secrets = secrets;
        this.clock = clock;
        this.zone = zone;
        this.today = new Today(clock, zone);
    }

    @Override
    public Future<?> start() {
        Topic.CALLS.subscribe(vertx, recent::add);
        Topic.CALLS.subscribe(vertx, today::add);
        Topic.CALLS.subscribe(vertx, event -> queues.add(event.call().queue()));
        Topic.MEMBERS.subscribe(vertx, member -> queues.add(member.queue()));
        Topic.DELIVERIES.subscribe(vertx, today::add);
        Topic.CONFIG.subscribe(vertx, announced -> learnSettings());
        learnSettings();
        return learnWhetherAnyPageOpened();
    }

    /** Until the first one has, the first page shows the way there. */
    private Future<Void> learnWhetherAnyPageOpened() {
        RowSearch opened = RowSearch.NEWEST.withOutcome(Outcome.OPENED.word()).page("", 1);
        return new RowStore(vertx, database, clock)
                .search(opened, QueueScope.ALL)
                .onSuccess(found -> today.hasPoppedBefore(!found.items().isEmpty()))
                .mapEmpty();
    }

    private void learnSettings() {
        Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .onSuccess(today::use)
                .onFailure(e -> LOG.warn("can not read the settings: {}", e.getMessage()));
    }

    /** Adds all pages and resources. To be called once, before the server listens. */
    public void mount(Site site) {
        Views views = site.views();
        AuditLog audit = new AuditLog(database, clock);
        SettingsDesk desk = new SettingsDesk(vertx, audit);
        ClusterDesk cluster = new ClusterDesk(vertx, audit);
        Undo undo = new Undo(vertx, desk, clock);
        undo.start();
        Saving saving = new Saving(desk, views, undo);
        PbxTesting testing = new PbxTesting(vertx, desk, secrets);
        new LoginPages(site, accounts).mount();
        new SetupPages(site, accounts).mount();
        new AccountPages(views, accounts).mount(site);
        ScriptDesk scripts = new ScriptDesk(vertx);
        Trials trials = new Trials(vertx, scripts, clock, zone);
        new OverviewPages(vertx, views, desk, today, scripts).mount(site);
        new IntegrationPages(views, desk, saving, today, scripts).mount(site);
        mountEditor(site, desk, saving, undo, scripts, trials);
        new VariablePages(views, desk, saving).mount(site);
        new AgentPages(vertx, views, desk, saving).mount(site);
        new PbxPages(vertx, views, desk, saving, testing).mount(site);
        new ClusterPages(vertx, views, desk, cluster).mount(site);
        new ClusterApi(desk, cluster).mount(site);
        new UserPages(views, accounts, queues).mount(site);
        new TokenPages(views, tokens, queues, clock, zone).mount(site);
        new ApiDocsPages(views).mount(site);
        new UndoPages(undo).mount(site);
        mountRest(site, desk, testing, trials);
    }

    private void mountEditor(
            Site site,
            SettingsDesk desk,
            Saving saving,
            Undo undo,
            ScriptDesk scripts,
            Trials trials) {
        Views views = site.views();
        EditorModel model = new EditorModel(views, today, recent, templates, clock, zone);
        IntegrationEditor editor =
                new IntegrationEditor(views, desk, saving, model, scripts, trials, templates);
        // before the editor: its addresses end in a key, which "import" is not
        new ShuttlePages(vertx, views, desk, new Shuttle(desk, templates, views.messages()))
                .mount(site);
        editor.mount(site);
        new DraftPages(vertx, views, desk, undo, scripts, editor).mount(site);
        new VersionPages(vertx, views, desk, new VersionStore(database), editor).mount(site);
    }

    private void mountRest(Site site, SettingsDesk desk, PbxTesting testing, Trials trials) {
        Permit admins = Access.ADMIN.andTokens(Scope.SETTINGS);
        Permit all = Access.SUPERVISOR.andTokens(Scope.READ, Scope.SETTINGS);
        Messages messages = site.views().messages();
        RuleWords english = new RuleWords(messages, Locale.ENGLISH);
        new RestApi().mount(site);
        new SettingsApi(desk, Thing.INTEGRATION, "integrations", admins).mount(site);
        new SettingsApi(desk, Thing.VARIABLE, "variables", admins).mount(site);
        new SettingsApi(desk, Thing.AGENT, "agents", all).mount(site);
        new SettingsApi(desk, Thing.PBX, "pbxs", all).mount(site);
        new IntegrationApi(desk, recent, new CallStore(vertx, database), trials, templates)
                .mount(site);
        new DraftApi(vertx, desk, new VersionStore(database), english).mount(site);
        new ShuttleApi(desk, new Shuttle(desk, templates, messages), english).mount(site);
        new AgentApi(vertx, desk, clock).mount(site);
        new PbxApi(vertx, desk, testing).mount(site);
        new UserApi(accounts).mount(site);
        new TokenApi(tokens).mount(site);
    }
}
