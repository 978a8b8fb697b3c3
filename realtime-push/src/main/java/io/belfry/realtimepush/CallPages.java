package io.belfry.realtimepush;

import io.belfry.core.integration.Configuration;
import io.belfry.core.store.CallRecord;
import io.belfry.core.store.Page;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of calls with its search, and the story of one call. Both work without scripts. */
final class CallPages {
    private static final int PAGE = 50;
    private static final String CURSOR = "cursor";

    /** Fields of the search form; the address has them under the same names. */
    private static final List<String> ASKED =
            List.of("q", "number", "queue", "agent", "variable", "value", "from", "until");

    private final CallAccess calls;
    private final Settings settings;
    private final Clock clock;

    CallPages(CallAccess calls, Settings settings, Clock clock) {
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    void mount(Site site) {
        site.get("/calls", Access.SUPERVISOR, rc -> list(site, rc));
        site.get("/calls/:id", Access.SUPERVISOR, rc -> story(site, rc));
    }

    private void list(Site site, RoutingContext rc) {
        Sight sight = new Sight(Site.principal(rc));
        CallQuestion question = CallQuestion.of(asked(rc), clock.getZone());
        Future<Page<CallRecord>> found =
                calls.search(sight, question.search().page(Rest.query(rc, CURSOR), PAGE));
        settings.now()
                .compose(now -> found.map(page -> listModel(rc, sight, question, now, page)))
                .compose(model -> site.views().show(rc, "calls", model))
                .onFailure(e -> Failed.answer(rc, e));
    }

    /**
     * The form has a list of names and a field for the value; the address of REST has both in one.
     */
    private static MultiMap asked(RoutingContext rc) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().addAll(rc.queryParams());
        String variable = Rest.query(rc, "variable");
        if (!variable.isEmpty()) {
            query.set("var." + variable, Rest.query(rc, "value"));
        }
        return query;
    }

    private static Map<String, Object> listModel(
            RoutingContext rc,
            Sight sight,
            CallQuestion question,
            Configuration settings,
            Page<CallRecord> page) {
        Map<String, Object> model = new HashMap<>();
        Map<String, String> asked =
                ASKED.stream()
                        .collect(Collectors.toMap(name -> name, name -> Rest.query(rc, name)));
        model.put("asked", asked);
        model.put("errors", question.errors());
        model.put("narrowed", question.isNarrowed() || !question.errors().isEmpty());
        model.put("calls", page.items().stream().map(CallView::of).toList());
        model.put("older", page.next().isEmpty() ? "" : older(asked, page.next()));
        model.put("queues", sight.who().queues());
        model.put("variables", settings.variableNames());
        model.put("seesNothing", !sight.everything() && sight.who().queues().isEmpty());
        return model;
    }

    private static String older(Map<String, String> asked, String cursor) {
        return Stream.concat(
                        asked.entrySet().stream().filter(each -> !each.getValue().isEmpty()),
                        Stream.of(Map.entry(CURSOR, cursor)))
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&", "/calls?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void story(Site site, RoutingContext rc) {
        Sight sight = new Sight(Site.principal(rc));
        String id = rc.pathParam("id");
        calls.story(sight, id)
                .map(found -> found.orElseThrow(() -> Problem.notFound("No such call.")))
                .compose(
                        steps ->
                                calls.find(sight, id)
                                        .map(
                                                call ->
                                                        storyModel(
                                                                id,
                                                                call.map(CallView::of),
                                                                StoryView.of(steps))))
                .compose(model -> site.views().show(rc, "call", model))
                .onFailure(rc::fail);
    }

    private static Map<String, Object> storyModel(
            String id, java.util.Optional<CallView> call, StoryView story) {
        Map<String, Object> model = new HashMap<>();
        model.put("id", id);
        model.put("href", encoded(id).replace("+", "%20"));
        call.ifPresent(found -> model.put("call", found));
        model.put("story", story);
        model.put("texts", RealtimePages.TEXTS);
        return model;
    }
}
