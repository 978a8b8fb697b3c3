package io.belfry.simulator.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
    private final EventFilter filter = new EventFilter();

    private static AmiEvent event(String type, String channel) {
        return AmiEvent.of(type, Privilege.CALL).with("Channel", channel).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                  | !Event: RTCP.*      | RTCPSent | PJSIP/a | false",
                "                                                  | !Event: RTCP.*      | Hangup   | PJSIP/a | true",
                "                                                  | Event: Hangup       | Hangup   | PJSIP/a | true",
                "                                                  | Event: Hangup       | Newstate | PJSIP/a | false",
                "                                                  | !Channel: Local/    | Hangup   | Local/1 | false",
                "action(exclude),name(RTCPSent)                    |                     | RTCPSent | PJSIP/a | false",
                "name(RTCPSent),action(exclude)                    |                     | Hangup   | PJSIP/a | true",
                "action(exclude),header(Channel),method(starts_with) | Local/            | Hangup   | Local/1 | false",
                "action(exclude),header(Channel),method(starts_with) | Local/            | Hangup   | PJSIP/a | true",
                "action(exclude),name(VarSet),header(Channel),method(regex) | ^PJSIP/.$  | VarSet   | PJSIP/a | false",
                "action(include),name(Hangup)                      |                     | Newstate | PJSIP/a | false",
            })
    void decidesAsAsteriskDoes(
            String criteria, String text, String type, String channel, boolean passes) {
        EventFilter.Result result =
                filter.add(criteria == null ? "" : criteria, text == null ? "" : text);

        assertThat(result).isEqualTo(EventFilter.Result.ADDED);
        assertThat(filter.lets(event(type, channel))).isEqualTo(passes);
    }

    @Test
    void whatDoesNotCompileIsRefusedAndChangesNothing() {
        assertThat(filter.add("", "Event: (")).isEqualTo(EventFilter.Result.DID_NOT_COMPILE);
        assertThat(filter.add("nonsense(x)", "")).isEqualTo(EventFilter.Result.BADLY_FORMED);
        assertThat(filter.add("name(x", "")).isEqualTo(EventFilter.Result.BADLY_FORMED);
        assertThat(filter.lets(event("Hangup", "PJSIP/a"))).isTrue();
    }

    @Test
    void anExcludeWinsOverAnInclude() {
        filter.add("", "Event: Hangup");
        filter.add("", "!Channel: Local/");

        assertThat(filter.lets(event("Hangup", "Local/1"))).isFalse();
        assertThat(filter.lets(event("Hangup", "PJSIP/a"))).isTrue();
    }
}
