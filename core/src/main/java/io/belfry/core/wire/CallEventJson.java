package io.belfry.core.wire;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.Seconds;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * The public face of a call event, field by field as {@code events.md} says: one flat object, every
 * value a string, only the marker flag a boolean, a missing value the empty string. Programs
 * compare these with {@code ===}, so our records may change and this may not.
 */
public final class CallEventJson {
    /** Names that a custom variable can not have, because an event has a field of that name. */
    public static final Set<String> RESERVED =
            Set.of(
                    "event",
                    "queue",
                    "agentname",
                    "agentnum",
                    "peer",
                    "sipname",
                    "direction",
                    "uniqueid",
                    "context",
                    "extension",
                    "trunk",
                    "channel",
                    "callernum",
                    "callername",
                    "callednum",
                    "holdtime",
                    "ringtime",
                    "talktime",
                    "reason",
                    "ringing",
                    "up",
                    "hangup",
                    "unmanaged",
                    "outbound",
                    "abandon",
                    "id",
                    "time",
                    "pbx",
                    "linkedid",
                    "device",
                    "attempt",
                    "abandonreason",
                    "recovered",
                    "agentuniqueid",
                    "by",
                    "position",
                    "leavereason",
                    "mode",
                    "to",
                    "toagent",
                    "from",
                    "until",
                    "calls",
                    "noanswer",
                    "reject",
                    "taken",
                    "queued",
                    "leave",
                    "hold",
                    "unhold",
                    "transfer",
                    "transferred",
                    "outboundup",
                    "outboundhangup",
                    "pause",
                    "unpause",
                    "login",
                    "logout",
                    "gap",
                    "pausereason",
                    "weekday",
                    "appname",
                    "integration",
                    "reference",
                    "url",
                    "type",
                    "flag",
                    "__proto__",
                    "constructor",
                    "prototype");

    private CallEventJson() {}

    public static JsonObject of(CallEvent event) {
        JsonObject json = new JsonObject().put("event", event.kind().word());
        if (event instanceof CallEvent.Gap gap) {
            return gap(json, gap);
        }
        Call call = event.call();
        json.put("queue", call.queue());
        if (event.kind() != Kind.ABANDON) {
            agent(json, event.agent());
        }
        json.put("direction", direction(event.kind()))
                .put("uniqueid", call.id().isCall() ? call.id().uniqueid() : "");
        if (event.kind() != Kind.ABANDON) {
            json.put("context", call.context())
                    .put("extension", call.extension())
                    .put("trunk", trunk(event));
        }
        json.put("callernum", call.caller().number())
                .put("callername", call.caller().name())
                .put("channel", call.channel());
        details(json, event);
        call.variables().forEach(json::put);
        return head(json.put(flag(event.kind()), true), event);
    }

    private static void agent(JsonObject json, AgentLeg agent) {
        json.put("agentname", agent.name())
                .put("agentnum", agent.number())
                .put("peer", agent.peer())
                .put("sipname", agent.sipname())
                .put("device", agent.device());
    }

    private static JsonObject head(JsonObject json, CallEvent event) {
        json.put("id", event.id())
                .put("time", time(event.at()))
                .put("pbx", event.callId().pbx())
                .put("linkedid", event.call().linkedid());
        return event.head().recovered() ? json.put("recovered", "true") : json;
    }

    /** About no call and no agent; what all opt-in events carry is empty. */
    private static JsonObject gap(JsonObject json, CallEvent.Gap gap) {
        agent(json.put("queue", ""), AgentLeg.NONE);
        json.put("direction", "")
                .put("uniqueid", "")
                .put("callernum", "")
                .put("callername", "")
                .put("agentuniqueid", "");
        json.put("from", time(gap.from()))
                .put("until", time(gap.until()))
                .put("calls", Integer.toString(gap.calls()));
        json.put("id", gap.id())
                .put("time", time(gap.at()))
                .put("pbx", gap.call().id().pbx())
                .put("linkedid", "");
        return json.put("gap", true);
    }

    /** Milliseconds always, so that the text has one length and sorts. */
    private static String time(Instant at) {
        Instant whole = at.truncatedTo(ChronoUnit.MILLIS);
        String text = whole.toString();
        return whole.getNano() == 0 ? text.replace("Z", ".000Z") : text;
    }

    private static String trunk(CallEvent event) {
        if (event instanceof CallEvent.Outbound out) {
            return out.trunk();
        }
        if (event instanceof CallEvent.OutboundUp up) {
            return up.trunk();
        }
        return event instanceof CallEvent.OutboundHangup end ? end.trunk() : event.call().channel();
    }

    private static void details(JsonObject json, CallEvent event) {
        if (!event.kind().isOriginal()) {
            json.put("agentuniqueid", event.agent().uniqueid());
        }
        if (event instanceof CallEvent.Ringing ringing && ringing.attempt() > 1) {
            json.put("attempt", Integer.toString(ringing.attempt()));
        } else if (event instanceof CallEvent.Up up) {
            seconds(json, up.holdtime(), up.ringtime());
        } else if (event instanceof CallEvent.Hangup end) {
            seconds(json, end.holdtime(), end.ringtime());
            json.put("talktime", end.talktime().text()).put("reason", end.reason());
        } else if (event instanceof CallEvent.Abandon gone) {
            json.put("holdtime", gone.holdtime().text()).put("abandonreason", gone.reason());
        } else if (event instanceof CallEvent.Outbound out) {
            json.put("callednum", out.callednum());
        } else {
            optIn(json, event);
        }
    }

    private static void optIn(JsonObject json, CallEvent event) {
        if (event instanceof CallEvent.OutboundUp up) {
            json.put("callednum", up.callednum());
        } else if (event instanceof CallEvent.OutboundHangup end) {
            json.put("callednum", end.callednum())
                    .put("talktime", end.talktime().text())
                    .put("reason", end.reason());
        } else if (event instanceof CallEvent.NoAnswer missed) {
            json.put("ringtime", missed.ringtime().text());
        } else if (event instanceof CallEvent.Reject refused) {
            json.put("ringtime", refused.ringtime().text());
        } else if (event instanceof CallEvent.Taken taken) {
            json.put("by", taken.by());
        } else if (event instanceof CallEvent.Queued queued) {
            json.put("position", Integer.toString(queued.position()));
        } else if (event instanceof CallEvent.Leave leave) {
            json.put("leavereason", leave.reason());
        } else if (event instanceof CallEvent.Transfer transfer) {
            json.put("mode", transfer.mode())
                    .put("to", transfer.to())
                    .put("toagent", transfer.toagent());
        } else if (event instanceof CallEvent.Transferred transferred) {
            json.put("mode", transferred.mode()).put("by", transferred.by());
        } else if (event instanceof CallEvent.Membership change) {
            json.put("pausereason", change.reason());
        }
    }

    private static void seconds(JsonObject json, Seconds held, Seconds rang) {
        json.put("holdtime", held.text()).put("ringtime", rang.text());
    }

    private static String direction(Kind kind) {
        return switch (kind) {
            case ABANDON -> "unmanaged";
            case OUTBOUND, OUTBOUNDUP, OUTBOUNDHANGUP -> "outbound";
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> "";
            case RINGING,
                    UP,
                    HANGUP,
                    NOANSWER,
                    REJECT,
                    TAKEN,
                    QUEUED,
                    LEAVE,
                    HOLD,
                    UNHOLD,
                    TRANSFER,
                    TRANSFERRED ->
                    "inbound";
        };
    }

    /** The original's flag of an abandon is its direction. */
    private static String flag(Kind kind) {
        return kind == Kind.ABANDON ? "unmanaged" : kind.word();
    }
}
