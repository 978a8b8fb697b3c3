package io.belfry.adminweb;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.PopId;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.integration.WebAddress;
import io.belfry.core.web.Access;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /agents/{address}/open} and {@code /notify}: a program speaks to an agent's screen. */
final class AgentApi {
    private static final int LONGEST_URL = 4000;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 2000;

    /** In a page's id, as the program that asked: the day's figures count it like any other's. */
    private static final String REST = "rest";

    private final Vertx vertx;
    private Site site;
    private final SettingsDesk desk;
    private final Clock clock;

    AgentApi(Vertx vertx, SettingsDesk desk, Clock clock) {
        this.vertx = vertx;
        this.desk = desk;
        this.clock = clock;
    }

    void mount(Site site) {
        this.site = site;
        String one = RestApi.BASE + "/agents/:address";
        site.post(one + "/open", Access.ADMIN.andTokens(Scope.POP), Rest.withBody(this::open));
        site.post(one + "/notify", Access.ADMIN.andTokens(Scope.NOTIFY), Rest.withBody(this::tell));
        site.post(one + "/ticket", Access.ADMIN.andTokens(Scope.POP), this::ticket);
    }

    private void open(RoutingContext rc, JsonObject body) {
        Map<String, String> wrong = unknown(body, List.of("url", "mode"));
        // as on a socket: an address with a space around it is no address
        String url = asItIs(body, "url", LONGEST_URL, wrong);
        String mode = text(body, "mode", LONGEST_TITLE, wrong);
        if (url.isEmpty()) {
            wrong.putIfAbsent("url", "must not be empty");
        } else if (WebAddress.check(url) instanceof WebAddress.Refused refused) {
            wrong.putIfAbsent("url", refused.because());
        }
        if (!mode.isEmpty() && OpenMode.of(mode).isEmpty()) {
            wrong.putIfAbsent("mode", "unknown mode; known: " + modes());
        }
        refuse(wrong);
        String address = rc.pathParam("address");
        desk.configuration()
                .compose(
                        all -> {
                            known(all.directory(), address);
                            return SettingsDesk.answered(
                                    Ask.SHOW.put(vertx, pop(address, url, mode)));
                        })
                .onSuccess(delivery -> answer(rc, delivery))
                .onFailure(rc::fail);
    }

    private ScreenPop pop(String address, String url, String mode) {
        return new ScreenPop(
                PopId.ofProgram(PopId.NO_EVENT, REST),
                address,
                url,
                OpenMode.of(mode).orElse(OpenMode.NEW_TAB),
                "",
                "",
                "",
                clock.instant());
    }

    private static String modes() {
        return String.join(", ", Arrays.stream(OpenMode.values()).map(OpenMode::word).toList());
    }

    /** {@code type} is the original's word for how loud it is; unknown ones are {@code info}. */
    private void tell(RoutingContext rc, JsonObject body) {
        Map<String, String> wrong = unknown(body, List.of("type", "title", "body"));
        String type = text(body, "type", LONGEST_TITLE, wrong);
        String title = text(body, "title", LONGEST_TITLE, wrong);
        String text = text(body, "body", LONGEST_BODY, wrong);
        if (title.isEmpty() && text.isEmpty()) {
            wrong.putIfAbsent("title", "title and body must not both be empty");
        }
        refuse(wrong);
        String address = rc.pathParam("address");
        Notice notice =
                new Notice(
                        "api-" + UUID.randomUUID(),
                        address,
                        Notice.Level.of(type),
                        title,
                        text,
                        "",
                        "",
                        clock.instant());
        desk.configuration()
                .compose(
                        all -> {
                            known(all.directory(), address);
                            return SettingsDesk.answered(Ask.NOTIFY.put(vertx, notice));
                        })
                .onSuccess(delivery -> answer(rc, delivery))
                .onFailure(rc::fail);
    }

    /** For the customer's server, which knows who is logged in at its page. */
    private void ticket(RoutingContext rc) {
        Principal issuer = Site.principal(rc);
        if (issuer.grant().isProgram() && !seesAll(issuer)) {
            rc.fail(
                    Problem.forbidden(
                            "Tickets are for tokens of all queues with the scopes pop and read."));
            return;
        }
        String address = rc.pathParam("address");
        desk.configuration()
                .map(all -> known(all.directory(), address))
                .map(
                        agent ->
                                Principal.agent(
                                        agent.user().isEmpty() ? agent.id() : agent.user(),
                                        agent.name(),
                                        agent.id()))
                .compose(agent -> site.ticket(agent, issuer))
                .onSuccess(ticket -> Rest.json(rc, 200, new JsonObject().put("ticket", ticket)))
                .onFailure(rc::fail);
    }

    /** An agent's socket tells of all his calls. */
    private static boolean seesAll(Principal program) {
        return program.queues().isEmpty() && program.grant().scopes().contains(Scope.READ);
    }

    private static Agent known(AgentDirectory directory, String address) {
        return directory
                .find(address)
                .orElseThrow(
                        () ->
                                Problem.notFound(
                                        "No agent has the device, number or user name of this address."));
    }

    private static Map<String, String> unknown(JsonObject body, List<String> known) {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String name : body.fieldNames()) {
            if (!known.contains(name)) {
                wrong.put(name, "unknown field; known: " + String.join(", ", known));
            }
        }
        return wrong;
    }

    private static String text(
            JsonObject body, String name, int longest, Map<String, String> wrong) {
        return asItIs(body, name, longest, wrong).strip();
    }

    private static String asItIs(
            JsonObject body, String name, int longest, Map<String, String> wrong) {
        Object value = body.getValue(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            wrong.put(name, "must be text");
            return "";
        }
        if (text.length() > longest) {
            wrong.put(name, "must not be longer than " + longest + " characters");
        }
        return text;
    }

    private static void refuse(Map<String, String> wrong) {
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong);
        }
    }

    private static void answer(RoutingContext rc, Delivery delivery) {
        Rest.json(
                rc,
                200,
                new JsonObject()
                        .put("id", delivery.popId())
                        .put("outcome", delivery.outcome().word())
                        .put("agent", delivery.agent())
                        .put("detail", delivery.detail())
                        .put("browser", delivery.browser())
                        .put("millis", delivery.millis()));
    }
}
