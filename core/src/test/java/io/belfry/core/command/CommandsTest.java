package io.belfry.core.command;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.settings.Heard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String URL = "https://crm.example/A-1";
    private static final Command PAGE = new Command.OpenPage(URL, "1007", OpenMode.NEW_TAB);
    private static final Command MESSAGE =
            new Command.Notify("1007", Notice.Level.INFO, "Hi", "there");
    private static final Command ROW =
            new Command.PushRow("CRM", new JsonObject().put("uniqueid", "1.1"), "A-1", URL);

    private final Vertx vertx = Vertx.vertx();
    private final Commands commands = new Commands(vertx, Clock.systemUTC());
    private final Heard<ScreenPop> shown = new Heard<>();
    private final Heard<Notice> told = new Heard<>();
    private final Heard<RowRequest> rows = new Heard<>();
    private final Heard<TraceLine> trace = new Heard<>();
    private volatile Outcome outcome = Outcome.OPENED;

    @BeforeEach
    void neighbours() {
        RecordCodec.register(vertx);
        Topic.TRACE.subscribe(vertx, trace::add);
    }

    @AfterEach
    void close() {
        forIt(vertx.close());
    }

    private void agents() {
        Ask.SHOW.answer(
                vertx,
                pop -> {
                    shown.add(pop);
                    return Future.succeededFuture(delivery(pop.id()));
                });
        Ask.NOTIFY.answer(
                vertx,
                notice -> {
                    told.add(notice);
                    return Future.succeededFuture(delivery(notice.id()));
                });
    }

    private void table() {
        Ask.PUSH_ROW.answer(
                vertx,
                row -> {
                    rows.add(row);
                    return Future.succeededFuture(
                            new RealtimeRow(
                                    "r-1",
                                    row.time(),
                                    row.integration(),
                                    row.channel(),
                                    row.reference(),
                                    row.url(),
                                    ""));
                });
    }

    private Delivery delivery(String id) {
        return new Delivery(id, outcome, "PJSIP/john", "as they said", "Chrome", 12);
    }

    private static Origin origin(String call) {
        return new Origin("e1/i1/0", "CRM", call, "3355", AT, List.of());
    }

    @Test
    void aPageIsOpenedByWhoKnowsTheScreens() {
        agents();

        CommandAnswer answer = forIt(commands.carryOut(PAGE, origin("pbx:1.1")));

        assertThat(shown.next())
                .isEqualTo(
                        new ScreenPop(
                                "e1/i1/0",
                                "1007",
                                URL,
                                OpenMode.NEW_TAB,
                                "CRM",
                                "pbx:1.1",
                                "3355",
                                AT));
        assertThat(answer).isEqualTo(new CommandAnswer(true, "opened", 1, "as they said"));
    }

    @Test
    void aMessageIsShownByWhoKnowsTheScreens() {
        agents();

        CommandAnswer answer = forIt(commands.carryOut(MESSAGE, origin("pbx:1.1")));

        assertThat(told.next())
                .isEqualTo(
                        new Notice(
                                "e1/i1/0",
                                "1007",
                                Notice.Level.INFO,
                                "Hi",
                                "there",
                                "CRM",
                                "pbx:1.1",
                                AT));
        assertThat(answer.outcome()).isEqualTo("opened");
    }

    @Test
    void aRowIsWrittenByWhoKeepsTheTable() {
        table();

        CommandAnswer answer = forIt(commands.carryOut(ROW, origin("")));

        assertThat(rows.next())
                .isEqualTo(
                        new RowRequest(
                                "e1/i1/0",
                                AT,
                                "CRM",
                                new JsonObject().put("uniqueid", "1.1"),
                                "A-1",
                                URL));
        assertThat(answer).isEqualTo(new CommandAnswer(true, "written", 0, "r-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENED,    true,  1",
        "BLOCKED,   true,  1",
        "CARD,      true,  1",
        "DISMISSED, true,  1",
        "MISSED,    true,  0",
        "REFUSED,   false, 0",
    })
    void whatTheAgentsSideSaysIsTheAnswer(Outcome said, boolean ok, int clients) {
        agents();
        outcome = said;

        CommandAnswer answer = forIt(commands.carryOut(PAGE, origin("")));

        assertThat(answer).isEqualTo(new CommandAnswer(ok, said.word(), clients, "as they said"));
    }

    @Test
    void whenNobodyIsThereToDoItThatIsAnAnswerToo() {
        CommandAnswer answer = forIt(commands.carryOut(ROW, origin("pbx:1.1")));

        assertThat(answer)
                .isEqualTo(new CommandAnswer(false, "failed", 0, "nobody is there to do it"));
        assertThat(trace.next().step()).isEqualTo(Step.ROW);
        assertThat(trace.next().text()).isEqualTo("CRM: nobody is there to do it");
    }

    @Test
    void theCallsStoryTellsWhatWasAskedAndWhatCameOfIt() {
        agents();

        forIt(commands.carryOut(PAGE, origin("pbx:1.1")));

        TraceLine asked = trace.next();
        TraceLine delivered = trace.next();
        assertThat(asked.call()).isEqualTo("pbx:1.1");
        assertThat(asked.step()).isEqualTo(Step.OPEN);
        assertThat(asked.text()).isEqualTo("CRM: " + URL + " for 1007");
        assertThat(asked.data()).containsEntry("command", "AgentCTI").containsEntry("url", URL);
        assertThat(delivered.step()).isEqualTo(Step.AGENT);
        assertThat(delivered.text())
                .isEqualTo("CRM: PJSIP/john, Chrome, as they said: opened (12 ms)");
        assertThat(delivered.data()).containsEntry("popId", "e1/i1/0");
    }

    @Test
    void aCommandWithoutACallHasNoStory() {
        agents();

        forIt(commands.carryOut(PAGE, origin("")));
        forIt(commands.carryOut(MESSAGE, origin("pbx:2.2")));

        assertThat(trace.next().call()).isEqualTo("pbx:2.2");
    }
}
