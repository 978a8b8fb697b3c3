package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.belfry.core.agent.Delivery.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageMessageTest {
    @Test
    void theShortestHelloIsEnough() {
        var message = PageMessage.read("{\"type\": \"hello\", \"lastSeq\": 7}");

        assertThat(message).isEqualTo(new PageMessage.Hello(7, "", Popups.UNKNOWN, false, ""));
    }

    @Test
    void aNumberCountsOnlyAtTheServerThatGaveIt() {
        var told = new PageMessage.Hello(7, "b1", Popups.UNKNOWN, true, "server-1");
        var untold = new PageMessage.Hello(7, "b1", Popups.UNKNOWN, true, "");

        assertThat(told.numberedBy("server-1").lastSeq()).isEqualTo(7);
        assertThat(told.numberedBy("server-2").lastSeq()).isZero();
        assertThat(untold.numberedBy("server-2").lastSeq()).isEqualTo(7);
    }

    @Test
    void helloMayTellMore() {
        var message =
                PageMessage.read(
                        "{\"type\":\"hello\",\"lastSeq\":0,\"browser\":\"b1\","
                                + "\"popups\":\"work_window\",\"focused\":true,\"new\":[1]}");

        assertThat(message).isEqualTo(new PageMessage.Hello(0, "b1", Popups.WORK_WINDOW, true, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "opened, OPENED",
        "blocked, BLOCKED",
        "card, CARD",
        "dismissed, DISMISSED",
        "missed, MISSED"
    })
    void anAnswerHasOneOfFiveOutcomes(String word, Outcome outcome) {
        var message =
                PageMessage.read("{\"type\":\"ack\",\"id\":\"p1\",\"outcome\":\"" + word + "\"}");

        assertThat(message).isEqualTo(new PageMessage.Ack("p1", outcome, ""));
    }

    @Test
    void theDetailOfAnAnswerIsOneLine() {
        var message =
                PageMessage.read(
                        "{\"type\":\"ack\",\"id\":\"p\",\"outcome\":\"opened\","
                                + "\"detail\":\"by\\nhand\"}");

        assertThat(message).isEqualTo(new PageMessage.Ack("p", Outcome.OPENED, "by hand"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "7",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"open\"}",
                "{\"type\":\"hello\",\"lastSeq\":\"7\"}",
                "{\"type\":\"hello\",\"lastSeq\":-1}",
                "{\"type\":\"hello\",\"lastSeq\":1.5}",
                "{\"type\":\"hello\",\"lastSeq\":null}",
                "{\"type\":\"hello\",\"popups\":\"maybe\"}",
                "{\"type\":\"hello\",\"focused\":\"yes\"}",
                "{\"type\":\"ack\",\"outcome\":\"opened\"}",
                "{\"type\":\"ack\",\"id\":{},\"outcome\":\"opened\"}",
                "{\"type\":\"ack\",\"id\":\"p\",\"outcome\":\"refused\"}",
                "{\"type\":\"ack\",\"id\":\"p\",\"outcome\":\"OPENED!\"}",
                "{\"type\":\"can\",\"popups\":5}",
            })
    void anythingElseIsAgainstTheRules(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PageMessage.read(text));
    }

    @Test
    void aTextThatIsTooLongIsAgainstTheRules() {
        String id = "x".repeat(PageMessage.MAX_ID + 1);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                PageMessage.read(
                                        "{\"type\":\"ack\",\"id\":\""
                                                + id
                                                + "\",\"outcome\":\"opened\"}"));
    }
}
