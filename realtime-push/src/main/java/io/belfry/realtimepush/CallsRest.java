package io.belfry.realtimepush;

import io.belfry.core.store.CallRecord;
import io.belfry.core.web.Access;
import io.belfry.core.web.ListPage;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/calls}: the history of calls and the story of each, for programs. */
final class CallsRest {
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int USUAL_STEPS = 200;
    private static final int MOST_STEPS = 1_000;

    private final CallAccess calls;

    CallsRest(CallAccess calls) {
        this.calls = calls;
    }

    void mount(Site site) {
        site.get("/api/v1/calls", Access.SUPERVISOR.andTokens(Scope.READ), this::list);
        site.get("/api/v1/calls/:id", Access.SUPERVISOR.andTokens(Scope.READ), this::one);
        site.get("/api/v1/calls/:id/trace", Access.SUPERVISOR.andTokens(Scope.READ), this::trace);
    }

    private void list(RoutingContext rc) {
        int limit = Rest.limit(rc, USUAL, MOST);
        CallQuestion question = CallQuestion.of(rc.queryParams());
        if (!question.errors().isEmpty()) {
            throw new Problem(400, "bad_request", "The question is not right.", question.errors());
        }
        calls.search(sight(rc), question.search().page(Rest.query(rc, "cursor"), limit))
                .onSuccess(
                        page ->
                                Rest.page(
                                        rc,
                                        page.items().stream().map(CallRecord::json).toList(),
                                        page.next()))
                .onFailure(e -> Failed.answer(rc, e));
    }

    private void one(RoutingContext rc) {
        calls.find(sight(rc), rc.pathParam("id"))
                .map(found -> found.orElseThrow(CallsRest::notFound))
                .onSuccess(call -> Rest.json(rc, 200, call.json()))
                .onFailure(rc::fail);
    }

    private void trace(RoutingContext rc) {
        ListPage page = ListPage.asked(rc, USUAL_STEPS, MOST_STEPS);
        calls.story(sight(rc), rc.pathParam("id"))
                .map(found -> found.orElseThrow(CallsRest::notFound))
                .onSuccess(steps -> page.answer(rc, steps.stream().map(TraceJson::of).toList()))
                .onFailure(rc::fail);
    }

    private static Sight sight(RoutingContext rc) {
        return new Sight(Site.principal(rc));
    }

    private static Problem notFound() {
        return Problem.notFound("No such call.");
    }
}
