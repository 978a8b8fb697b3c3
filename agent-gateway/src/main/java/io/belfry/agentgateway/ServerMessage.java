package io.belfry.agentgateway;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.call.Seconds;
import io.belfry.core.integration.PbxState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * What the server says on an agent's socket, written in this one class: pages and other people's
 * programs read it. Times are UTC in ISO-8601, except {@code now}, which is for clocks.
 */
final class ServerMessage {
    private ServerMessage() {}

    /**
     * The answer to hello, before everything else.
     *
     * @param boot changes when the server was started anew and knows nothing of the day
     * @param acts whether pages open in this window
     * @param older pages that were never opened and that the list has no room for
     */
    static JsonObject welcome(Agent agent, Instant now, String boot, boolean acts, int older) {
        return new JsonObject()
                .put("type", "welcome")
                .put("now", now.toEpochMilli())
                .put("boot", boot)
                .put("acts", acts)
                .put("older", older)
                .put(
                        "agent",
                        new JsonObject()
                                .put("name", agent.name())
                                .put("number", agent.number())
                                .put("peers", String.join(", ", agent.peers())));
    }

    /** After the snapshot: everything from here on is news. */
    static JsonObject ready() {
        return new JsonObject().put("type", "ready");
    }

    static JsonObject beat(Instant now) {
        return new JsonObject().put("type", "beat").put("now", now.toEpochMilli());
    }

    /** Whether this window acts or mirrors. */
    static JsonObject lead(boolean acts) {
        return new JsonObject().put("type", "lead").put("acts", acts);
    }

    /** With the moment of sending: a page that slept meanwhile must not open it late. */
    static JsonObject open(ScreenPop pop, Framing framing, long seq, Instant now) {
        return page(pop, framing)
                .put("type", "open")
                .put("seq", seq)
                .put("sent", now.toEpochMilli());
    }

    /** A page of the day and what became of it. */
    static JsonObject pop(PopState state, Framing framing) {
        return page(state.pop(), framing)
                .put("type", "pop")
                .put("outcome", state.open() ? "" : state.outcome().word())
                .put("detail", state.detail())
                .put("offline", state.offlineSeconds());
    }

    private static JsonObject page(ScreenPop pop, Framing framing) {
        JsonObject page = pageOf(pop);
        return pop.mode() == OpenMode.NEW_FRAME
                ? page.put("frame", framing.of(pop.url()).json())
                : page;
    }

    private static JsonObject pageOf(ScreenPop pop) {
        return new JsonObject()
                .put("id", pop.id())
                .put("url", pop.url())
                .put("mode", pop.mode().word())
                .put("integration", pop.integration())
                .put("call", pop.call())
                .put("title", pop.title())
                .put("at", pop.at().toString());
    }

    /**
     * @param seq 0 for windows that only mirror
     */
    static JsonObject notify(Notice notice, long seq) {
        return new JsonObject()
                .put("type", "notify")
                .put("id", notice.id())
                .put("seq", seq)
                .put("level", notice.level().word())
                .put("title", notice.title())
                .put("body", notice.body())
                .put("integration", notice.integration())
                .put("call", notice.call())
                .put("at", notice.at().toString());
    }

    static JsonObject call(Card card) {
        JsonObject variables = new JsonObject();
        card.call().variables().entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> variables.put(each.getKey(), each.getValue()));
        JsonObject call =
                new JsonObject()
                        .put("id", card.id())
                        .put("uniqueid", card.call().id().uniqueid())
                        .put("pbx", card.call().id().pbx())
                        .put("queue", card.call().queue())
                        .put("direction", card.outbound() ? "outbound" : "inbound")
                        .put("number", card.number())
                        .put("name", card.name())
                        .put("variables", variables)
                        .put("since", card.since().toString())
                        .put("waiting", moment(card.waitingSince()))
                        .put("waited", seconds(card.waited()))
                        .put("talked", seconds(card.talked()))
                        .put("hold", card.hold())
                        .put("end", card.end() == Card.End.NONE ? "" : card.end().word())
                        .put("by", card.by());
        return new JsonObject()
                .put("type", "call")
                .put("call", call)
                .put("state", card.state().name().toLowerCase(Locale.ROOT));
    }

    static JsonObject taken(Card card) {
        return new JsonObject().put("type", "taken").put("call", card.id()).put("by", card.by());
    }

    /** {@code live} says it in the words of the label: live, reconnecting, stale or off. */
    static JsonObject state(PbxState pbx, Instant now) {
        return new JsonObject()
                .put("type", "state")
                .put("pbx", pbx.pbx())
                .put("live", live(pbx, now))
                .put("since", pbx.since().toString());
    }

    static JsonObject silent(String pbx, Instant since) {
        return new JsonObject()
                .put("type", "state")
                .put("pbx", pbx)
                .put("live", "stale")
                .put("since", since.toString());
    }

    private static String live(PbxState pbx, Instant now) {
        if (pbx.isOld(now)) {
            return "stale";
        }
        return switch (pbx.status()) {
            case LIVE -> "live";
            case CONNECTING, RECONNECTING -> "reconnecting";
            case REFUSED -> "stale";
            case OFF -> "off";
        };
    }

    private static String moment(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at.toString();
    }

    /** -1 when it is not known. */
    private static long seconds(Seconds value) {
        return value.isKnown() ? value.value() : -1;
    }
}
