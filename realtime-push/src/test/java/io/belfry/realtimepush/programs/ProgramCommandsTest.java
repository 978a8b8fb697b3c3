package io.belfry.realtimepush.programs;

import static io.belfry.realtimepush.SomeCalls.hangup;
import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.PopId;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs ask for by the original's names, and what they are answered. */
class ProgramCommandsTest {
    private static final String URL = "https://crm.example/A-1";

    private final ProgramHouse house = new ProgramHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private static JsonObject page(Object peer) {
        return new JsonObject().put("url", URL).put("peer", peer).put("mode", "new_window");
    }

    private static JsonObject message() {
        return new JsonObject()
                .put("peer", "PJSIP/anna")
                .put("type", "warning")
                .put("title", "VIP")
                .put("body", "Be nice");
    }

    private static JsonObject row(String uniqueid, String queue) {
        JsonObject channel =
                new JsonObject()
                        .put("uniqueid", uniqueid)
                        .put("queue", queue)
                        .put("time", "2026-03-01T10:00:00.000Z");
        return new JsonObject()
                .put("type", "Acme CRM")
                .put("channel", channel)
                .put("reference", "A-1001")
                .put("url", URL);
    }

    @Test
    void aProgramOpensAPage() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("AgentCTI", page("PJSIP/anna"));

            ScreenPop pop = house.shown.next();
            assertThat(pop.agent()).isEqualTo("PJSIP/anna");
            assertThat(pop.url()).isEqualTo(URL);
            assertThat(pop.mode()).isEqualTo(OpenMode.NEW_WINDOW);
            assertThat(pop.integration()).isEqualTo("crm-sync");
            assertThat(answer)
                    .isEqualTo(
                            new JsonObject("{\"ok\":true,\"outcome\":\"opened\",\"clients\":1}"));
        }
    }

    @Test
    void aProgramSendsAMessage() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("AgentCTINotification", message());

            Notice notice = house.notices.next();
            assertThat(notice.level()).isEqualTo(Notice.Level.WARNING);
            assertThat(notice.title()).isEqualTo("VIP");
            assertThat(notice.body()).isEqualTo("Be nice");
            assertThat(answer.getString("outcome")).isEqualTo("opened");
        }
    }

    @Test
    void aProgramPushesARow() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("RealtimeCTI", row("1.1", "Sales"));

            RowRequest row = house.rows.next();
            assertThat(row.integration()).isEqualTo("Acme CRM");
            assertThat(row.reference()).isEqualTo("A-1001");
            assertThat(row.url()).isEqualTo(URL);
            assertThat(row.channel()).isEqualTo(row("1.1", "Sales").getJsonObject("channel"));
            assertThat(answer)
                    .isEqualTo(
                            new JsonObject("{\"ok\":true,\"outcome\":\"written\",\"clients\":0}"));
        }
    }

    @Test
    void numbersAndUnknownModesAreTakenAndTheSenderIsTold() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("AgentCTI", page(1007).put("mode", "popup"));

            assertThat(house.shown.next().mode()).isEqualTo(OpenMode.NEW_TAB);
            assertThat(answer.getBoolean("ok")).isTrue();
            assertThat(answer.getJsonArray("remarks").getString(0)).contains("new_tab");
        }
    }

    @Test
    void anAgentWhomNobodyKnowsIsRefusedInWords() {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask("AgentCTI", page("PJSIP/nobody"));

            assertThat(answer.getBoolean("ok")).isFalse();
            assertThat(answer.getString("outcome")).isEqualTo("refused");
            assertThat(answer.getInteger("clients")).isZero();
            assertThat(answer.getString("error")).isEqualTo("no agent is known as PJSIP/nobody");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AgentCTI | {\"peer\":\"1007\",\"url\":\"javascript:alert(1)\"} | url",
                "AgentCTI | {\"url\":\"https://crm.example\"} | peer",
                "AgentCTINotification | {\"peer\":\"1007\"} | title",
                "RealtimeCTI | {\"type\":\"\",\"channel\":7} | type,channel",
            })
    void whatIsNotRightIsRefusedAtItsField(String name, String data, String fields) {
        try (Talk talk = Talk.with(house)) {
            JsonObject answer = talk.ask(name, new JsonObject(data));

            assertThat(answer.getBoolean("ok")).isFalse();
            assertThat(answer.getJsonObject("fields").fieldNames())
                    .containsExactlyInAnyOrder(fields.split(","));
            assertThat(answer.getString("error")).isNotBlank();
            assertThat(house.shown.isSilent()).isTrue();
        }
    }

    @Test
    void whoWantsNoAnswerIsToldOfARefusalAsAnEvent() {
        try (Talk talk = Talk.with(house)) {
            talk.emit("AgentCTI", page("1007").put("url", "ftp://x.example"));

            JsonArray refused = talk.next();
            assertThat(refused.getString(0)).isEqualTo("refused");
            assertThat(refused.getJsonObject(1).getString("command")).isEqualTo("AgentCTI");
            assertThat(refused.getJsonObject(1).getString("error")).startsWith("url: ");
        }
    }

    @Test
    void anEventThatIsNoCommandIsRefused() {
        try (Talk talk = Talk.with(house)) {
            assertThat(talk.ask("hello", new JsonObject()).getString("error"))
                    .contains("AgentCTI", "subscribe");
            talk.socket().text("429[\"AgentCTI\"]");
            assertThat(talk.socket().next("439[")).contains("wants one object");
            talk.socket().text("429[\"AgentCTI\",\"x\",7]");
            assertThat(talk.socket().next("439[")).contains("wants one object");
        }
    }

    @Test
    void aTextThatIsTooLongIsRefusedHoweverDeepItStands() {
        JsonObject deep = new JsonObject().put("a", JsonArray.of("x".repeat(17_000)));
        JsonObject row = row("1.1", "Sales");
        row.getJsonObject("channel").put("deep", deep);
        try (Talk talk = Talk.with(house)) {
            assertThat(talk.ask("RealtimeCTI", row).getString("error")).contains("16384");
        }
    }

    @Test
    void aTokenMayDoWhatItHasTheRightTo() {
        for (Right right : Right.values()) {
            house.tokens.add(
                    right.name(),
                    new Program(right.name(), "x", EnumSet.of(right), List.of(), Set.of()));
            try (Talk talk = Talk.with(house, new JsonObject().put("token", right.name()))) {
                assertThat(talk.ask("AgentCTI", page("1007")).getBoolean("ok"))
                        .isEqualTo(right == Right.POP);
                assertThat(talk.ask("AgentCTINotification", message()).getBoolean("ok"))
                        .isEqualTo(right == Right.NOTIFY);
                assertThat(talk.ask("RealtimeCTI", row("1.1", "Sales")).getBoolean("ok"))
                        .isEqualTo(right == Right.PUSH);
                assertThat(talk.ask("subscribe", new JsonObject()).getBoolean("ok"))
                        .isEqualTo(right == Right.READ);
            }
        }
    }

    @Test
    void aTokenOfSomeQueuesReachesTheirMembersAndWhoIsInTheirCalls() {
        limited("Sales");
        try (Talk talk = Talk.with(house, new JsonObject().put("token", "limited"))) {
            house.member("Support", "PJSIP/anna");
            assertThat(talk.ask("AgentCTI", page("1007")).getString("error"))
                    .isEqualTo("no agent of this token's queues is known as 1007");

            house.tell(ringing("e1", "1.1", "Sales", "x"));
            talk.next("event");
            assertThat(talk.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();

            house.tell(hangup("e2", "1.1"));
            talk.next("event");
            // the event reaches the program and the one who judges it on two ways
            house.until(() -> !talk.ask("AgentCTI", page("1007")).getBoolean("ok"));

            house.member("Sales", "PJSIP/anna");
            house.until(() -> talk.ask("AgentCTI", page("1007")).getBoolean("ok"));
        }
    }

    @Test
    void aTokenOfSomeQueuesWritesRowsOfThoseOnly() {
        limited("Sales");
        try (Talk talk = Talk.with(house, new JsonObject().put("token", "limited"))) {
            assertThat(talk.ask("RealtimeCTI", row("1.1", "Sales")).getBoolean("ok")).isTrue();
            assertThat(talk.ask("RealtimeCTI", row("1.1", "Support")).getBoolean("ok")).isFalse();
            assertThat(talk.ask("RealtimeCTI", row("1.1", "")).getBoolean("ok")).isFalse();
        }
    }

    private void limited(String queue) {
        house.tokens.add(
                "limited",
                new Program("p2", "limited", EnumSet.allOf(Right.class), List.of(queue), Set.of()));
    }

    @Test
    void aCommandStandsInTheStoryOfTheCallThatTheAgentIsIn() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            talk.next("event");

            talk.ask("AgentCTI", page("1007"));

            TraceLine asked = house.trace.next();
            assertThat(asked.call()).isEqualTo("pbx1:1.1");
            assertThat(asked.text()).isEqualTo("crm-sync: " + URL + " for 1007");
            assertThat(house.trace.next().text()).contains("opened (12 ms)");
            assertThat(house.shown.next().title()).isEqualTo("0255512345 Maria Rossi");
        }
    }

    @Test
    void aPageForAnAgentWhoHasJustHungUpBelongsToHisCall() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.tell(hangup("e2", "1.1"));
            talk.next("event");
            talk.next("event");

            talk.ask("AgentCTI", page("1007"));
            house.clock.pass(Duration.ofSeconds(31));
            talk.ask("AgentCTI", page("1007"));

            ScreenPop soon = house.shown.next();
            assertThat(soon.call()).isEqualTo("pbx1:1.1");
            assertThat(PopId.of(soon.id()))
                    .hasValue(new PopId("e2", "p1", PopId.Source.PROGRAM, -1, -1));
            assertThat(house.shown.next().call()).isEmpty();
        }
    }

    @Test
    void whichOfTwoCallsIsMeantNobodyKnows() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.tell(ringing("e2", "2.2"));
            talk.next("event");
            talk.next("event");

            talk.ask("AgentCTI", page("1007"));

            assertThat(house.shown.next().call()).isEmpty();
        }
    }

    @Test
    void aRowStandsInTheStoryOfTheCallThatItNamesAlsoAfterItsEnd() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            house.tell(ringing("e1", "1.1"));
            house.tell(hangup("e2", "1.1"));
            talk.next("event");
            talk.next("event");

            talk.ask("RealtimeCTI", row("unknown", "Sales"));
            talk.ask("RealtimeCTI", row("1.1", "Sales"));

            TraceLine line = house.trace.next();
            assertThat(line.call()).isEqualTo("pbx1:1.1");
            assertThat(line.text()).isEqualTo("crm-sync: reference A-1001 in the Realtime table");
        }
    }

    @Test
    void moreThanAHundredInTenSecondsAreRefusedAndMuchMoreCloseTheSocket() {
        try (Talk talk = Talk.with(house);
                Talk neighbour = other()) {
            for (int i = 0; i < 100; i++) {
                assertThat(talk.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
            }
            assertThat(talk.ask("AgentCTI", page("1007")).getString("error")).contains("too many");
            house.clock.pass(Duration.ofSeconds(10));
            assertThat(talk.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();

            for (int i = 0; i < 600; i++) {
                talk.emit("AgentCTI", page("1007"));
            }
            assertThat(talk.socket().closed().code()).isEqualTo(1008);
            assertThat(neighbour.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
        }
    }

    private Talk other() {
        house.tokens.add("other", Program.unlimited("p9", "other"));
        return Talk.with(house, new JsonObject().put("token", "other"));
    }

    @Test
    void allSocketsOfATokenTogetherMayNotDoMoreThanAHundredInASecond() {
        try (Talk one = Talk.with(house);
                Talk two = Talk.with(house);
                Talk neighbour = other()) {
            for (int i = 0; i < 50; i++) {
                assertThat(one.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
                assertThat(two.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
            }

            assertThat(one.ask("AgentCTI", page("1007")).getBoolean("ok")).isFalse();
            assertThat(two.ask("AgentCTI", page("1007")).getBoolean("ok")).isFalse();
            assertThat(neighbour.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
            house.clock.pass(Duration.ofSeconds(1));
            assertThat(two.ask("AgentCTI", page("1007")).getBoolean("ok")).isTrue();
        }
    }
}
