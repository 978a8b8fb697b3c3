package io.belfry.core.engine;

import static io.belfry.core.engine.Calls.JOHN;
import static io.belfry.core.engine.Calls.call;
import static io.belfry.core.engine.Calls.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.Seconds;
import io.belfry.core.integration.EventWords;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceWordsTest {
    private static final Head HEAD = head("1.1", "x", JOHN);

    private static String words(CallEvent event) {
        return EventWords.line(event).text();
    }

    @Test
    void eachEventIsASentence() {
        var sales = call("1.1", "Sales");
        var out = call("1.1", "");
        var late = new Head("id", Calls.AT, true);
        List<CallEvent> events =
                List.of(
                        new CallEvent.Ringing(HEAD, sales, JOHN, 2),
                        new CallEvent.Up(late, sales, JOHN, Seconds.UNKNOWN, Seconds.UNKNOWN),
                        new CallEvent.Hangup(
                                HEAD,
                                sales,
                                JOHN,
                                Seconds.of(9),
                                Seconds.of(2),
                                Seconds.of(65),
                                "transfer"),
                        new CallEvent.Outbound(HEAD, out, JOHN, "0288990011", ""),
                        new CallEvent.OutboundHangup(
                                HEAD, out, JOHN, "0288990011", "", Seconds.ZERO, "busy"),
                        new CallEvent.NoAnswer(HEAD, sales, JOHN, Seconds.of(15)),
                        new CallEvent.Taken(HEAD, sales, JOHN, "PJSIP/anna"),
                        new CallEvent.Transfer(HEAD, sales, JOHN, "blind", "2001", "Anna"),
                        new CallEvent.Leave(HEAD, sales, "key"),
                        new CallEvent.Hold(HEAD, sales, JOHN),
                        new CallEvent.Membership(HEAD, sales, JOHN, Kind.PAUSE, "lunch"));

        assertThat(events.stream().map(TraceWordsTest::words))
                .containsExactly(
                        "ringing John Doe (1007), queue Sales, attempt 2",
                        "up John Doe (1007), queue Sales, learnt after a gap",
                        "hangup John Doe (1007), queue Sales, waited 9 s, rang 2 s, talked 65 s,"
                                + " reason transfer",
                        "outbound John Doe (1007), to 0288990011",
                        "outboundhangup John Doe (1007), to 0288990011, talked 0 s, reason busy",
                        "noanswer John Doe (1007), queue Sales, rang 15 s",
                        "taken John Doe (1007), queue Sales, by PJSIP/anna",
                        "transfer John Doe (1007), queue Sales, blind, to 2001, Anna",
                        "leave, queue Sales, key",
                        "hold John Doe (1007), queue Sales",
                        "pause John Doe (1007), queue Sales, lunch");
    }

    @Test
    void anAgentWithoutNameIsHisPeerAndHostileNamesStayOnOneLine() {
        var nameless = new AgentLeg("", "", "PJSIP/x", "", "");
        var hostile = new AgentLeg("a\r\n\u2028b", "", "PJSIP/x", "", "");

        assertThat(words(new CallEvent.Hold(HEAD, call("1.1", "Sales"), nameless)))
                .isEqualTo("hold PJSIP/x, queue Sales");
        assertThat(words(new CallEvent.Hold(HEAD, call("1.1", "Sales"), hostile)))
                .isEqualTo("hold a b, queue Sales");
    }
}
