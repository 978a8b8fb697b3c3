package io.belfry.core.web;

import io.vertx.core.Future;

/**
 * What was answered to requests with an {@code Idempotency-Key}, so that a program which had no
 * answer can ask again without doing it twice.
 */
public interface KeptAnswers {
    /** Keeps nothing: whoever asks again is served again. */
    KeptAnswers NONE =
            new KeptAnswers() {
                @Override
                public Future<Claim> claim(Question question) {
                    return Future.succeededFuture(new Claim.Fresh(""));
                }

                @Override
                public Future<Void> keep(Question question, String claim, Answer answer) {
                    return Future.succeededFuture();
                }

                @Override
                public Future<Void> release(Question question, String claim) {
                    return Future.succeededFuture();
                }
            };

    /**
     * A request with a key.
     *
     * @param actor whose key it is; everybody has his own
     * @param key as it was sent
     * @param fingerprint of all that makes it this request and no other
     */
    record Question(String actor, String key, String fingerprint) {}

    /**
     * An answer as it was given.
     *
     * @param location where the thing is that was made; empty for none
     * @param body JSON
     */
    record Answer(int status, String location, String body) {}

    /** What is known of a key. */
    sealed interface Claim {
        /** Never seen, or so long ago that it is forgotten: do it. The id settles the claim. */
        record Fresh(String id) implements Claim {}

        /** It was done. */
        record Answered(Answer answer) implements Claim {}

        /** It was another request. */
        record Different() implements Claim {}

        /** It is being done. */
        record Running() implements Claim {}
    }

    /** Takes the key for this request, if nobody has. */
    Future<Claim> claim(Question question);

    /** The request was done and is answered so. */
    Future<Void> keep(Question question, String claim, Answer answer);

    /** Nothing was done: the key is as good as new. */
    Future<Void> release(Question question, String claim);
}
