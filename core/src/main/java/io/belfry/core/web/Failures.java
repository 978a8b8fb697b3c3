package io.belfry.core.web;

import io.belfry.core.store.DatabaseAway;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where trouble becomes an answer. What went wrong inside stays in our log, under an
 * id that the answer carries.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int ID_BYTES = 6;
    private static final String RETRY_AFTER = "Retry-After";

    /** What is away for a moment is mostly back by then, and nobody asks all the time. */
    private static final String RETRY_SECONDS = "5";

    private static final String UNDECIDED = "undecided";
    private static final String FAILED_BEFORE = "belfry.failed-before";

    private final Views views;

    Failures(Views views) {
        this.views = views;
    }

    void handle(RoutingContext rc) {
        HttpServerResponse response = rc.response();
        if (response.ended() && Patience.isLate(rc) && rc.failure() instanceof DatabaseAway) {
            // who asked was told so before
            return;
        }
        Problem problem = problem(rc);
        String id = Tokens.random(ID_BYTES);
        report(rc, problem, id);
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // half an answer can not be taken back; the reader must see that it is broken
            rc.request().connection().close();
            return;
        }
        response.setStatusCode(problem.status());
        if (problem.status() == 405) {
            response.putHeader("Allow", Site.methodsOf(rc));
        }
        if (isForNow(problem) && !response.headers().contains(RETRY_AFTER)) {
            response.putHeader(RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.status() == 408) {
            // who has not sent his body in time does not get to go on with it
            response.putHeader("Connection", "close");
            rc.addEndHandler(sent -> rc.request().connection().close());
        }
        if (!wantsPage(rc)) {
            Rest.error(rc, problem.status(), problem.code(), said(problem, id), problem.fields());
        } else if (rc.get(FAILED_BEFORE) != null) {
            response.putHeader("Content-Type", "text/plain; charset=utf-8").end(said(problem, id));
        } else {
            rc.put(FAILED_BEFORE, true);
            showPage(rc, problem, id);
        }
    }

    /** Browsers get pages, everything else gets JSON. */
    static boolean wantsPage(RoutingContext rc) {
        String accept = rc.request().getHeader("Accept");
        return !rc.normalizedPath().startsWith(Site.REST)
                && accept != null
                && accept.contains("text/html");
    }

    /** Whoever comes again a little later may be let in. */
    private static boolean isForNow(Problem problem) {
        return problem.status() == 503 || problem.status() == 429;
    }

    private void showPage(RoutingContext rc, Problem problem, String id) {
        Map<String, Object> model = new HashMap<>();
        model.put("status", problem.status());
        model.put("key", "error." + kind(rc, problem));
        // what we say to programs in general, pages say better in the reader's language
        boolean tellsMore = rc.failure() == problem && !known(problem.status());
        model.put("message", tellsMore ? problem.getMessage() : "");
        model.put("id", id);
        views.show(rc, "error", model);
    }

    private static String kind(RoutingContext rc, Problem problem) {
        if (rc.failure() instanceof DatabaseAway) {
            return Guard.isSafe(rc) ? "database" : UNDECIDED;
        }
        if (problem.code().equals(UNDECIDED)) {
            return UNDECIDED;
        }
        return known(problem.status()) ? Integer.toString(problem.status()) : "other";
    }

    private static boolean known(int status) {
        return status == 401 || status == 403 || status == 404 || status >= 500;
    }

    private static Problem problem(RoutingContext rc) {
        Throwable failure = rc.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof DatabaseAway) {
            return problem(
                    503,
                    "unavailable",
                    Guard.isSafe(rc)
                            ? "The database does not answer. Try again."
                            : "The database does not answer. It may have been done all the same:"
                                    + " look before you try again.");
        }
        int status = rc.statusCode();
        return switch (status) {
            case 400 -> Problem.badRequest("The request makes no sense.");
            case 403 -> Problem.forbidden("This is not for you.");
            case 404 -> Problem.notFound("There is nothing here.");
            case 405 -> problem(405, "method_not_allowed", "This can not be done here.");
            case 408 -> problem(408, "timeout", "The request came too slowly.");
            case 413 -> problem(413, "too_large", "The request is larger than 1 MB.");
            case 415 -> problem(415, "unsupported_media_type", "This kind of body is not read.");
            case 421 -> problem(421, "misdirected", "We are not known by this name.");
            case 503 -> problem(503, "unavailable", "This takes too long right now. Try again.");
            default -> status >= 400 && status < 500 ? other(status) : internal();
        };
    }

    private static Problem other(int status) {
        return problem(status, "refused", "The request was refused.");
    }

    private static Problem internal() {
        return problem(500, "internal", "Something went wrong here.");
    }

    private static Problem problem(int status, String code, String message) {
        return new Problem(status, code, message, Map.of());
    }

    private static String said(Problem problem, String id) {
        return problem.status() < 500
                ? problem.getMessage()
                : problem.getMessage() + " The log has it under " + id + ".";
    }

    private static void report(RoutingContext rc, Problem problem, String id) {
        String what = rc.request().method() + " " + rc.normalizedPath();
        if (problem.status() < 500) {
            LOG.debug("{} answered {} {}", what, problem.status(), problem.code());
        } else if (rc.failure() == null || rc.failure() instanceof Problem) {
            LOG.warn("{} answered {} [{}]", what, problem.status(), id);
        } else if (rc.failure() instanceof DatabaseAway away) {
            LOG.warn("{} answered {} [{}]: {}", what, problem.status(), id, away.getMessage());
        } else {
            LOG.error("{} failed [{}]", what, id, rc.failure());
        }
    }
}
