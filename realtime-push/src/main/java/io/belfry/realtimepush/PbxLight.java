package io.belfry.realtimepush;

import io.belfry.core.integration.PbxState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Is what the table shows of this PBX alive? Never frozen-but-green: a connector that says nothing
 * any more is not live either.
 *
 * @param word what the label says
 * @param since when the status began
 * @param dataFrom when the last event was read
 * @param latencyMillis answer time of the last ping; negative when not known
 * @param detail in words, what is wrong
 */
record PbxLight(
        String pbx, Word word, Instant since, Instant dataFrom, long latencyMillis, String detail) {
    /** Connectors speak once a second; after this much silence nobody knows. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /** As in {@code data-live} of the page. */
    enum Word {
        LIVE,
        RECONNECTING,
        STALE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PbxLight of(PbxState state, Instant heard, Instant now) {
        boolean silent = heard.plus(SILENCE).isBefore(now);
        Instant since = silent ? heard : state.since();
        return new PbxLight(
                state.pbx(),
                word(state, silent, since, now),
                since,
                state.lastEvent(),
                state.latencyMillis(),
                state.detail());
    }

    private static Word word(PbxState state, boolean silent, Instant since, Instant now) {
        if (state.status() == PbxState.Status.LIVE && !silent) {
            return Word.LIVE;
        }
        boolean early = since.plus(PbxState.PATIENCE).isAfter(now);
        boolean tries = state.status() != PbxState.Status.REFUSED;
        return early && tries ? Word.RECONNECTING : Word.STALE;
    }

    JsonObject json() {
        return new JsonObject()
                .put("pbx", pbx)
                .put("live", word.word())
                .put("since", RowJson.time(since))
                .put("dataFrom", dataFrom.equals(Instant.EPOCH) ? "" : RowJson.time(dataFrom))
                .put("latency", latencyMillis)
                .put("detail", detail);
    }
}
