package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Outbound;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each technology writes in its own way what was dialled, and some write passwords beside it. */
class DialledNumberTest extends ScriptedPbx {
    @ParameterizedTest
    @CsvSource({
        "PJSIP/trunk-1, 0288990011@trunk, 0288990011",
        "PJSIP/trunk-1, trunk/sip:0288990011@sip.example.net:5060, 0288990011",
        "SIP/trunk-1, trunk/0288990011, 0288990011",
        "SIP/trunk-1, 0288990011@trunk, 0288990011",
        "SIP/trunk-1, trunk/0288990011/10.0.0.1, 0288990011",
        "SIP/trunk-1, 0288990011@example.net//10.0.0.1, 0288990011",
        "SIP/trunk-1, acme:s3cret@example.net/0288990011, acme",
        "SIP/trunk-1, sip:0288990011:s3cret@example.net, 0288990011",
        "DAHDI/1-1, g1/0288990011, 0288990011",
        "IAX2/provider-1, acme:s3cret@provider/0288990011, 0288990011",
        "IAX2/provider-1, acme:s3cret@provider:4569/0288990011@outside/a, 0288990011",
        "IAX2/provider-1, provider/0288990011@outside, 0288990011",
        "IAX2/provider-1, acme:s3cret@provider, provider"
    })
    void isWhatStandsForTheNumber(String channel, String dialString, String number) {
        assertThat(AgentChannels.number(channel, dialString)).isEqualTo(number);
    }

    @Test
    void anEventOfACallToOutsideHoldsTheNumberAndNoPassword() {
        channel("3.1", "PJSIP/1001-31", "90288990011");
        channel("3.2", "IAX2/provider-32", "");
        hear(
                AmiType.DIAL_BEGIN,
                Map.of(
                        AmiField.UNIQUEID, "3.1",
                        AmiField.CHANNEL, "PJSIP/1001-31",
                        AmiField.DEST_UNIQUEID, "3.2",
                        AmiField.DEST_CHANNEL, "IAX2/provider-32",
                        AmiField.DIAL_STRING, "acme:s3cret@provider/0288990011"));

        assertThat(((Outbound) told.get(0)).callednum()).isEqualTo("0288990011");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IAX2/acme:s3cret@provider/0288990011,30,tT",
                "PJSIP/0288990099@trunk&IAX2/acme:s3cret@provider/0288990011,30",
                "Local/0288990011@outside/n,30"
            })
    void aListOfChannelsShowsTheSame(String data) {
        lists(
                List.of(
                        listed("1.1", "PJSIP/1001-1", "Dial", data, "b1"),
                        listed("1.2", "IAX2/provider-2", "AppDial", "(Outgoing Line)", "b1")));

        assertThat(((Outbound) told.get(0)).callednum()).isEqualTo("0288990011");
    }
}
