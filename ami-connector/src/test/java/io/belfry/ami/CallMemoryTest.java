package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What 10,000 calls that go on at the same time weigh in the heap: all that the derivation keeps of
 * them, channels and names included. Each is fed with its events as the wire has them, half of them
 * wait and ring, half of them talk.
 */
class CallMemoryTest {
    private static final int CALLS = 10_000;
    private static final long LIMIT_BYTES = 4_096L;
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void aLiveCallWeighsLessThanFourKilobytes() {
        AmiTranslator translator = new AmiTranslator("lab");
        translator.configure(Expected.agents(), List.of("ordernumber", "customerid"));
        feed(translator, 0, 500);
        translator.changes();
        long before = used();

        feed(translator, 1_000, CALLS);
        translator.changes();
        long each = (used() - before) / CALLS;

        assertThat(translator.liveCalls()).isEqualTo(CALLS + 500);
        assertThat(each).as("bytes per live call").isLessThanOrEqualTo(LIMIT_BYTES);
    }

    private static void feed(AmiTranslator translator, int first, int calls) {
        List<AmiEvent> events = new ArrayList<>();
        AmiStream stream = new AmiStream(PlayedPbx.listener(events));
        send(stream, "Asterisk Call Manager/11.0.0\r\n");
        for (int i = first; i < first + calls; i++) {
            send(stream, call(i));
            events.forEach(event -> translator.translate(event, TEN));
            events.clear();
        }
    }

    private static String call(int i) {
        String uniqueid = "1795359536." + 2 * i;
        String leg = "1795359536." + (2 * i + 1);
        String agent = "agent%04d".formatted(i % 1_000);
        String caller =
                channel("", "PJSIP/trunk-acme-%08x".formatted(2 * i), uniqueid, uniqueid)
                        + "CallerIDNum: 02555%05d\r\nCallerIDName: Caller %d\r\n".formatted(i, i);
        String called =
                channel("Dest", "PJSIP/%s-%08x".formatted(agent, 2 * i + 1), leg, uniqueid)
                        + "Interface: PJSIP/%s\r\nMemberName: Agent %d\r\n".formatted(agent, i);
        String queue = "Queue: support\r\n";
        String waiting =
                event("Newchannel", caller)
                        + event(
                                "VarSet",
                                caller + "Variable: ordernumber\r\nValue: A-" + i + "\r\n")
                        + event("VarSet", caller + "Variable: customerid\r\nValue: C-" + i + "\r\n")
                        + event("QueueCallerJoin", caller + queue + "Position: 1\r\n")
                        + event(
                                "Newchannel",
                                channel(
                                        "",
                                        "PJSIP/%s-%08x".formatted(agent, 2 * i + 1),
                                        leg,
                                        uniqueid))
                        + event("AgentCalled", caller + called + queue)
                        + event("DialBegin", caller + called + "DialString: " + agent + "\r\n");
        String bridge = "BridgeUniqueid: 22492537-a0de-4ead-8854-%012x\r\n".formatted(i);
        String talking =
                event("DialEnd", caller + called + "DialStatus: ANSWER\r\n")
                        + event("QueueCallerLeave", caller + queue)
                        + event(
                                "AgentConnect",
                                caller + called + queue + "HoldTime: 3\r\nRingTime: 2\r\n")
                        + event(
                                "BridgeEnter",
                                channel(
                                                "",
                                                "PJSIP/%s-%08x".formatted(agent, 2 * i + 1),
                                                leg,
                                                uniqueid)
                                        + bridge)
                        + event("BridgeEnter", caller + bridge);
        return i % 2 == 0 ? waiting : waiting + talking;
    }

    private static String channel(String prefix, String name, String uniqueid, String linkedid) {
        return "%1$sChannel: %2$s\r\n%1$sUniqueid: %3$s\r\n%1$sLinkedid: %4$s\r\n%1$sContext: queues\r\n%1$sExten: 6000\r\n"
                .formatted(prefix, name, uniqueid, linkedid);
    }

    private static String event(String type, String lines) {
        return "Event: " + type + "\r\nPrivilege: call,all\r\n" + lines + "\r\n";
    }

    private static void send(AmiStream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.feed(bytes, 0, bytes.length);
    }

    /** The least of several tries: what is garbage is not weighed. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
