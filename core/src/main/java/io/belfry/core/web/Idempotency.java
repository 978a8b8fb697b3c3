package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Idempotency-Key} of a POST: the same request with the same key is done once, and who asks
 * again within a day gets the answer that was given. Only what was done is kept; after a refusal
 * the key is free.
 */
final class Idempotency {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final String OPEN = "belfry.idempotency";
    private static final String WORDS = "[\\x21-\\x7e]{1,255}";

    /** A request that holds its key. */
    private record Open(KeptAnswers answers, KeptAnswers.Question question, String claim) {}

    private final KeptAnswers answers;

    Idempotency(KeptAnswers answers) {
        this.answers = answers;
    }

    /** Stands before the handler of every POST for programs, behind who may and what was sent. */
    void admit(RoutingContext rc) {
        String key = rc.request().getHeader(HEADER);
        if (key == null || Site.findPrincipal(rc).isEmpty()) {
            rc.next();
            return;
        }
        if (!key.matches(WORDS)) {
            throw Problem.badRequest(
                    HEADER + " must be 1 to 255 visible characters without a blank.");
        }
        KeptAnswers.Question question =
                new KeptAnswers.Question(actor(Site.principal(rc)), key, fingerprint(rc));
        answers.claim(question).onSuccess(claim -> decide(rc, question, claim)).onFailure(rc::fail);
    }

    private void decide(RoutingContext rc, KeptAnswers.Question question, KeptAnswers.Claim claim) {
        if (claim instanceof KeptAnswers.Claim.Fresh fresh) {
            rc.put(OPEN, new Open(answers, question, fresh.id()));
            rc.next();
        } else if (claim instanceof KeptAnswers.Claim.Answered answered) {
            replay(rc, answered.answer());
        } else if (claim instanceof KeptAnswers.Claim.Running) {
            Site.header(rc, "Retry-After", "1");
            rc.fail(
                    new Problem(
                            409,
                            "idempotency_in_progress",
                            "The same request with this " + HEADER + " is being done.",
                            Map.of()));
        } else {
            rc.fail(
                    new Problem(
                            422,
                            "idempotency_mismatch",
                            "This " + HEADER + " was sent with another request; take a new one.",
                            Map.of()));
        }
    }

    private static void replay(RoutingContext rc, KeptAnswers.Answer answer) {
        Site.header(rc, REPLAYED, "true");
        Rest.send(rc, answer.status(), answer.location(), Buffer.buffer(answer.body()));
    }

    /**
     * To be called with each answer before it is sent, and also when nobody waits for it any more:
     * it was done.
     *
     * @param location where the thing is that was made; empty for none
     * @param kept what a later answer with the same key is
     */
    static Future<Void> settle(RoutingContext rc, int status, String location, Buffer kept) {
        Open open = rc.get(OPEN);
        if (open == null || Patience.isLate(rc) && status >= 500) {
            // what took too long may still be done; the key stays taken until it is or has died
            return Future.succeededFuture();
        }
        rc.remove(OPEN);
        Future<Void> settled =
                status < 300
                        ? open.answers.keep(
                                open.question, open.claim, answer(status, location, kept))
                        : open.answers.release(open.question, open.claim);
        return settled.otherwise(
                e -> {
                    LOG.warn("an answer was not kept for its {}", HEADER, e);
                    return null;
                });
    }

    private static KeptAnswers.Answer answer(int status, String location, Buffer body) {
        return new KeptAnswers.Answer(status, location, body.toString(StandardCharsets.UTF_8));
    }

    /** A token made anew under an old name is somebody else. */
    private static String actor(Principal who) {
        return who.grant().isProgram()
                ? "token " + who.grant().token()
                : who.role() + " " + who.user();
    }

    private static String fingerprint(RoutingContext rc) {
        Buffer body = rc.body().buffer();
        String head = rc.request().method() + " " + rc.request().uri() + "\n";
        return Tokens.hash(head + (body == null ? "" : body.toString(StandardCharsets.UTF_8)));
    }
}
