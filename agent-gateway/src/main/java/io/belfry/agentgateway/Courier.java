package io.belfry.agentgateway;

import io.belfry.agentgateway.AgentWindows.Window;
import io.belfry.agentgateway.Outbox.Entry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings what the agent's pages have not answered yet to the one window that may act on it: the one
 * that acts, unless another has it already and may still come back.
 */
final class Courier {
    static final String NO_PAGE = "no agent page open";
    static final String LOST = "the agent's page lost its connection";

    private final OpenPages pages;
    private final GatewayLimits limits;
    private final Framing framing;

    Courier(OpenPages pages, GatewayLimits limits, Framing framing) {
        this.pages = pages;
        this.limits = limits;
        this.framing = framing;
    }

    /** Nothing happens while nobody may have it. */
    void bring(Entry entry, Instant now) {
        if (entry.travels() || entry.waits() || !entry.mayAct(now, limits)) {
            return;
        }
        pages.acting()
                .filter(window -> mayGoTo(entry, window, now))
                .ifPresent(window -> handOver(entry, window, now));
    }

    private void handOver(Entry entry, Window window, Instant now) {
        boolean hasItAlready =
                entry.seq() <= window.lastSeq()
                        && entry.sentTo().filter(window::knowsWhatWasOpenedBy).isPresent();
        if (hasItAlready) {
            // its connection was cut after that: it needs no second one, its answer comes
            entry.sent(window, entry.sentAt());
            return;
        }
        entry.sent(window, now);
        if (!entry.isAnswered()) {
            entry.answerBy(entry.added().plus(limits.answer()));
        }
        send(entry, window, now);
    }

    private void send(Entry entry, Window window, Instant now) {
        pages.find(window.id()).ifPresent(page -> page.send(command(entry, now)));
        if (entry.parcel() instanceof Parcel.OfNotice of) {
            pages.toAllBut(window.id(), ServerMessage.notify(of.notice(), 0));
        }
    }

    private JsonObject command(Entry entry, Instant now) {
        if (entry.parcel() instanceof Parcel.OfNotice of) {
            return ServerMessage.notify(of.notice(), entry.seq());
        }
        return ServerMessage.open(
                ((Parcel.OfPage) entry.parcel()).pop(), framing, entry.seq(), now);
    }

    /**
     * One window at a time. When that one is gone, a tab of the same browser can take over at once,
     * because it knows what was opened; another browser only when the first is not likely to come
     * back.
     */
    private boolean mayGoTo(Entry entry, Window window, Instant now) {
        Optional<Window> before = entry.sentTo();
        if (before.isEmpty()) {
            return true;
        }
        if (pages.isThere(before.get().id())) {
            return false;
        }
        return window.knowsWhatWasOpenedBy(before.get())
                || !now.isBefore(pages.windows().lastGone().plus(limits.recentlyGone()));
    }

    /** In words for people, why nobody has answered. */
    String whyNot(Entry entry) {
        if (entry.sentTo().isEmpty()) {
            return pages.isEmpty() ? NO_PAGE : "the agent's page reads nothing";
        }
        return pages.isThere(entry.sentTo().get().id())
                ? "the agent's page did not answer within " + limits.answer().toSeconds() + " s"
                : LOST;
    }
}
