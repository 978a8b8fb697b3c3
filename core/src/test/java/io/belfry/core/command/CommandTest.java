package io.belfry.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Notice.Level;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.command.Command.Good;
import io.belfry.core.command.Command.Notify;
import io.belfry.core.command.Command.OpenPage;
import io.belfry.core.command.Command.PushRow;
import io.belfry.core.command.Command.Refused;
import io.belfry.core.integration.Corpus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final String URL = "https://crm.example/A-1";

    private static JsonObject page() {
        return new JsonObject()
                .put("url", URL)
                .put("peer", "SIP/john.doe")
                .put("mode", "new_frame");
    }

    private static Good good(Command.Read read) {
        assertThat(read).isInstanceOf(Good.class);
        return (Good) read;
    }

    private static Refused refused(Command.Read read) {
        assertThat(read).isInstanceOf(Refused.class);
        return (Refused) read;
    }

    @Test
    void theThreeOfTheOriginalAreRead() {
        JsonObject message =
                new JsonObject(
                        "{'peer':'1007','type':'warning','title':'Hi','body':'there'}"
                                .replace('\'', '"'));
        JsonObject channel = new JsonObject().put("uniqueid", "1.1");
        JsonObject row =
                new JsonObject()
                        .put("type", "CRM")
                        .put("channel", channel)
                        .put("reference", "A-1")
                        .put("url", URL);

        assertThat(Command.read("AgentCTI", page()))
                .isEqualTo(
                        new Good(new OpenPage(URL, "SIP/john.doe", OpenMode.NEW_FRAME), List.of()));
        assertThat(Command.read("AgentCTINotification", message))
                .isEqualTo(new Good(new Notify("1007", Level.WARNING, "Hi", "there"), List.of()));
        assertThat(Command.read("RealtimeCTI", row))
                .isEqualTo(new Good(new PushRow("CRM", channel, "A-1", URL), List.of()));
    }

    @Test
    void noneOfTheHostileAddressesIsOpenedOrWrittenIntoARow() {
        List<String> hostile = Corpus.read("refused-addresses.txt");

        List<String> opened =
                hostile.stream()
                        .filter(
                                url ->
                                        !(Command.read("AgentCTI", page().put("url", url))
                                                instanceof Refused))
                        .toList();
        List<String> written =
                hostile.stream()
                        .filter(url -> !url.isEmpty())
                        .filter(
                                url ->
                                        !(Command.read(
                                                        "RealtimeCTI",
                                                        new JsonObject()
                                                                .put("type", "A")
                                                                .put("url", url))
                                                instanceof Refused))
                        .toList();

        assertThat(hostile).hasSizeGreaterThan(300);
        assertThat(opened).isEmpty();
        assertThat(written).isEmpty();
    }

    @Test
    void aPageWithoutModeOpensInATab() {
        JsonObject plain = page();
        plain.remove("mode");

        Good read = good(Command.read("AgentCTI", plain));

        assertThat(((OpenPage) read.command()).mode()).isEqualTo(OpenMode.NEW_TAB);
        assertThat(read.remarks()).isEmpty();
    }

    @Test
    void anUnknownModeOpensInATabAndTheSenderIsTold() {
        Good read = good(Command.read("AgentCTI", page().put("mode", "popup")));

        assertThat(((OpenPage) read.command()).mode()).isEqualTo(OpenMode.NEW_TAB);
        assertThat(read.remarks()).hasSize(1).first().asString().contains("new_window");
    }

    @Test
    void anUnknownKindOfMessageIsAnInformation() {
        JsonObject message =
                new JsonObject().put("peer", "1007").put("type", "notice").put("body", "x");

        Good read = good(Command.read("AgentCTINotification", message));

        assertThat(((Notify) read.command()).level()).isEqualTo(Level.INFO);
        assertThat(read.remarks()).hasSize(1);
    }

    @Test
    void numbersAreTakenAsText() {
        JsonObject message = new JsonObject().put("peer", 1007).put("title", 12).put("body", 1.5);
        JsonObject row = new JsonObject().put("type", "A").put("reference", 4711);

        Good told = good(Command.read("AgentCTINotification", message));
        Good pushed = good(Command.read("RealtimeCTI", row));

        assertThat(told.command()).isEqualTo(new Notify("1007", Level.INFO, "12", "1.5"));
        assertThat(((PushRow) pushed.command()).reference()).isEqualTo("4711");
    }

    @ParameterizedTest
    @CsvSource({
        "1599601698123,            2020-09-08T21:48:18.123Z",
        "'\"2020-09-08T21:48:18Z\"', 2020-09-08T21:48:18Z",
    })
    void theMomentOfARowIsIsoText(String sent, String kept) {
        JsonObject row = new JsonObject("{\"type\":\"A\",\"channel\":{\"time\":" + sent + "}}");

        PushRow read = (PushRow) good(Command.read("RealtimeCTI", row)).command();

        assertThat(read.channel().getString("time")).isEqualTo(kept);
        assertThat(row.getJsonObject("channel").getValue("time"))
                .isEqualTo(new JsonObject("{\"x\":" + sent + "}").getValue("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AgentCTI | {} | url peer",
                "AgentCTI | {'peer':'1','url':' '} | url",
                "AgentCTI | {'peer':[1],'url':'https://a.example'} | peer",
                "AgentCTI | {'peer':true,'url':'https://a.example'} | peer",
                "AgentCTI | {'peer':'1','url':{'a':1}} | url",
                "AgentCTI | {'peer':'1','url':'javascript:alert(1)'} | url",
                "AgentCTI | {'peer':'1','url':'https://a.example','mode':{}} | mode",
                "AgentCTINotification | {} | peer title",
                "AgentCTINotification | {'peer':'1','title':' ','body':''} | title",
                "AgentCTINotification | {'peer':'1','title':'x','type':[]} | type",
                "RealtimeCTI | {} | type",
                "RealtimeCTI | {'type':'A','channel':'x'} | channel",
                "RealtimeCTI | {'type':'A','channel':{'time':9223372036854775807}} | channel",
                "Other | {} | command",
            })
    void whatIsNotRightIsRefusedAtItsField(String name, String data, String fields) {
        Refused read = refused(Command.read(name, new JsonObject(data.replace('\'', '"'))));

        assertThat(String.join(" ", read.fields().keySet())).isEqualTo(fields);
        assertThat(read.words()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "peer", "mode"})
    void whatIsTooLongIsRefused(String field) {
        String longText = "https://crm.example/" + "a".repeat(4_000);

        Refused read = refused(Command.read("AgentCTI", page().put(field, longText)));

        assertThat(read.fields()).containsOnlyKeys(field);
    }

    @Test
    void aCallObjectHasALimit() {
        JsonObject large = new JsonObject().put("x", "y".repeat(64 * 1024));

        Refused read =
                refused(
                        Command.read(
                                "RealtimeCTI",
                                new JsonObject().put("type", "A").put("channel", large)));

        assertThat(read.fields()).containsOnlyKeys("channel");
    }
}
