package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ResumeScript;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptStatesQuery;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.script.ScriptEnd.State;
import io.belfry.core.script.ScriptHouse.Handled;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What happens to the processes, and to whom a script takes with it. */
class WorkersTest {
    /** No context can be cancelled out of this. */
    private static final String UNSTOPPABLE =
            "event.hangup = () => { (function f() { try { f(); } finally { f(); } })(); };"
                    + "event.up = () => console.log('up');";

    private ScriptHouse house;

    @AfterEach
    void stop() {
        house.close();
    }

    /** One worker, so that scripts have to share it. */
    private static ScriptLimits oneWorker() {
        return ScriptHouse.PATIENT
                .withWorkers(1)
                .withRunning(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    /** Answers when it is told to. */
    private static final class SlowServer {
        final BlockingQueue<HttpServerResponse> asked = new LinkedBlockingQueue<>();
        final HttpServer server;

        SlowServer(ScriptHouse house) {
            server =
                    ScriptHouse.await(
                            house.vertx
                                    .createHttpServer()
                                    .requestHandler(request -> asked.add(request.response()))
                                    .listen(0, "127.0.0.1"));
        }

        String host() {
            return "127.0.0.1:" + server.actualPort();
        }

        HttpServerResponse next() throws InterruptedException {
            HttpServerResponse next =
                    asked.poll(ScriptHouse.LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("nobody asked").isNotNull();
            return next;
        }
    }

    private static ScriptCode fetching(String id, SlowServer server) {
        return new ScriptCode(
                id,
                id,
                "event.up = async (d) => { console.log('begins ' + d.uniqueid);"
                        + " const r = await fetch('http://"
                        + server.host()
                        + "/'); console.log(d.uniqueid, r.status, await r.text()); };"
                        + "event.hangup = (d) => console.log('hangup ' + d.uniqueid);",
                List.of(server.host()),
                List.of());
    }

    @Test
    void aScriptThatCanNotBeCancelledCostsItsProcessAndOthersAreBegunAgain() throws Exception {
        house = new ScriptHouse(oneWorker());
        SlowServer server = new SlowServer(house);
        ScriptCode bad = ScriptHouse.script("bad", UNSTOPPABLE);
        ScriptCode good = fetching("good", server);
        Handled waiting = house.happens(good, Kind.UP, "7.7");
        server.next();

        ScriptEnd killed = house.happens(bad, Kind.HANGUP).await();
        server.next().end("second");

        assertThat(killed.state()).isEqualTo(State.STOPPED);
        assertThat(killed.why()).contains("only be stopped with its process");
        assertThat(waiting.await().state()).isEqualTo(State.DONE);
        assertThat(waiting.console)
                .containsExactly("log begins 7.7", "log begins 7.7", "log 7.7 200 second");
        assertThat(house.runtime.figures().killed()).isEqualTo(1);
        assertThat(house.runtime.figures().retried()).isEqualTo(1);
    }

    @Test
    void threeKillsPauseTheScriptUntilItIsResumed() {
        house = new ScriptHouse(oneWorker());
        ScriptCode bad = ScriptHouse.script("bad", UNSTOPPABLE);
        ScriptCode good = ScriptHouse.script("good", "event.up = () => console.log('still here');");
        house.runtime.announce(List.of(bad, good));
        for (int i = 0; i < 3; i++) {
            assertThat(house.happens(bad, Kind.HANGUP).await().state()).isEqualTo(State.STOPPED);
        }

        Handled paused = house.happens(bad, Kind.UP);
        Handled other = house.happens(good, Kind.UP);

        assertThat(paused.await().state()).isEqualTo(State.PAUSED);
        assertThat(paused.await().why()).contains("3 times");
        assertThat(other.await().state()).isEqualTo(State.DONE);
        ScriptHouse.until(
                () -> house.states.stream().anyMatch(each -> each.state().equals("paused")),
                "the state on the bus");
        ScriptState asked =
                ScriptHouse.answer(
                                () -> Ask.SCRIPT_STATES.put(house.vertx, new ScriptStatesQuery()))
                        .states()
                        .stream()
                        .filter(each -> each.integrationId().equals("bad"))
                        .findFirst()
                        .orElseThrow();
        assertThat(asked.state()).isEqualTo("paused");
        assertThat(asked.kills()).isEqualTo(3);

        ScriptState resumed =
                ScriptHouse.answer(
                        () -> Ask.RESUME_SCRIPT.put(house.vertx, new ResumeScript("bad")));

        assertThat(resumed.state()).isEqualTo("running");
        assertThat(house.happens(bad, Kind.UP).await().state()).isEqualTo(State.DONE);
    }

    private static final String COUNTING = "let count = 0; event.up = () => console.log(++count);";

    @Test
    void whoHadToBeStoppedSharesNoProcessWithThoseThatKeepToTheLimits() {
        house = new ScriptHouse();
        ScriptCode bad =
                ScriptHouse.script(
                        "bad",
                        UNSTOPPABLE
                                + "event.abandon = () => { const all = []; for (;;) { all.push(new Array(1e5).fill(1)); } };");
        ScriptCode other = ScriptHouse.script("other", COUNTING);
        ScriptCode good = ScriptHouse.script("good", COUNTING);
        // the first and the third share a process
        house.runtime.announce(List.of(bad, other, good));
        Handled before = house.happens(good, Kind.UP);
        before.await();
        assertThat(house.happens(bad, Kind.ABANDON).await().state()).isEqualTo(State.STOPPED);
        Handled fresh = house.happens(good, Kind.UP);
        fresh.await();
        house.happens(bad, Kind.UP).await();

        Handled endless = house.happens(bad, Kind.HANGUP);
        Handled beside = house.happens(good, Kind.UP);

        beside.await();
        assertThat(endless.end).as("the other one goes on running").isNotDone();
        assertThat(before.console).containsExactly("log 1");
        assertThat(fresh.console).as("its process was lost").containsExactly("log 1");
        assertThat(endless.await().state()).isEqualTo(State.STOPPED);
        Handled after = house.happens(good, Kind.UP);
        after.await();
        assertThat(beside.console).containsExactly("log 2");
        assertThat(after.console).as("not its process").containsExactly("log 3");
        // nobody waits for one that was killed to be gone
        ScriptHouse.until(() -> ScriptHouse.workers().size() <= 3, "two processes and a spare");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody tells of priorities")
    void whoHadToBeStoppedGoesBehindAllOthers() {
        house = new ScriptHouse();
        String busy =
                "event.abandon = () => { const end = Date.now() + 100; while (Date.now() < end); };";
        ScriptCode bad = ScriptHouse.script("bad", UNSTOPPABLE + busy);
        ScriptCode good = ScriptHouse.script("good", busy);
        house.runtime.announce(List.of(good, bad));
        house.happens(good, Kind.ABANDON).await();
        int usual = niceness(busiest(good));

        assertThat(house.happens(bad, Kind.HANGUP).await().state()).isEqualTo(State.STOPPED);
        house.happens(bad, Kind.UP).await();

        ScriptHouse.until(() -> niceness(busiest(bad)) > usual, "it goes behind");
        assertThat(niceness(busiest(good))).isEqualTo(usual).isNotNegative();
    }

    /** The worker that this script runs in: it needs the processor while the script does. */
    private ProcessHandle busiest(ScriptCode code) {
        Map<ProcessHandle, Duration> before = new HashMap<>();
        ScriptHouse.workers().forEach(worker -> before.put(worker, processorTime(worker)));
        for (int i = 0; i < 3; i++) {
            house.happens(code, Kind.ABANDON).await();
        }
        return before.keySet().stream()
                .max(
                        Comparator.comparing(
                                worker -> processorTime(worker).minus(before.get(worker))))
                .orElseThrow();
    }

    private static Duration processorTime(ProcessHandle worker) {
        return worker.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What all of its threads have; -1 when they differ or it has just ended. */
    private static int niceness(ProcessHandle worker) {
        Set<Integer> all = new HashSet<>();
        Path threads = Path.of("/proc", Long.toString(worker.pid()), "task");
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                String stat = Files.readString(thread.resolve("stat"));
                // the second column is a name in brackets
                String[] columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                all.add(Integer.valueOf(columns[16]));
            }
        } catch (IOException e) {
            return -1;
        }
        return all.size() == 1 ? all.iterator().next() : -1;
    }

    @Test
    void whoMovesAwayFromAnotherEndsFirstWhatItHasBegun() throws Exception {
        house = new ScriptHouse();
        SlowServer server = new SlowServer(house);
        ScriptCode bad = ScriptHouse.script("bad", "event.up = () => { for (;;); };");
        ScriptCode good =
                new ScriptCode(
                        "good",
                        "good",
                        "let count = 0; event.up = async (d) => { count++; const r = await fetch('http://"
                                + server.host()
                                + "/'); console.log(d.uniqueid, await r.text(), count); };"
                                + "event.hangup = (d) => console.log('hangup ' + d.uniqueid);",
                        List.of(server.host()),
                        List.of());
        // two each; who moves is who is alone beside the bad one
        List<ScriptCode> others =
                List.of(
                        ScriptHouse.script("other 1", COUNTING),
                        ScriptHouse.script("other 2", COUNTING));
        house.runtime.announce(List.of(bad, others.get(0), good, others.get(1)));
        others.forEach(each -> house.happens(each, Kind.UP).await());
        Handled first = house.happens(good, Kind.UP, "1.1");
        HttpServerResponse waited = server.next();
        house.happens(bad, Kind.UP).await();

        Handled second = house.happens(good, Kind.HANGUP, "1.1");
        Handled third = house.happens(good, Kind.UP, "2.2");
        house.happens(bad, Kind.UP).await();

        assertThat(third.end).as("nothing new begins beside the bad one").isNotDone();
        assertThat(server.asked).isEmpty();
        waited.end("first");
        server.next().end("second");
        assertThat(third.await().state()).isEqualTo(State.DONE);
        assertThat(second.await().state()).isEqualTo(State.DONE);
        assertThat(first.console).containsExactly("log 1.1 first 1");
        assertThat(second.console).containsExactly("log hangup 1.1");
        assertThat(third.console).as("fresh globals").containsExactly("log 2.2 second 1");
        assertThat(house.runtime.figures().retried()).isZero();
    }

    @Test
    void aMemoryBombEndsItsProcessOnly() {
        house = new ScriptHouse(oneWorker());
        ScriptCode bomb =
                ScriptHouse.script(
                        "bomb",
                        "event.up = () => { const all = []; for (;;) { all.push('x'.repeat(1e6) + all.length); all[all.length - 1].charCodeAt(5); } };");
        ScriptCode good = ScriptHouse.script("good", "event.up = () => console.log('here');");

        ScriptEnd end = house.happens(bomb, Kind.UP).await();
        Handled after = house.happens(good, Kind.UP);

        assertThat(end.state()).isEqualTo(State.STOPPED);
        assertThat(after.await().state()).isEqualTo(State.DONE);
    }

    @Test
    void eventsOfACallAreHandledInOrderAndOtherCallsDoNotWait() throws Exception {
        house = new ScriptHouse(oneWorker());
        SlowServer server = new SlowServer(house);
        ScriptCode code = fetching("order", server);

        Handled first = house.happens(code, Kind.UP, "1.1");
        Handled second = house.happens(code, Kind.HANGUP, "1.1");
        HttpServerResponse one = server.next();
        Handled other = house.happens(code, Kind.HANGUP, "2.2");

        assertThat(other.await().state()).isEqualTo(State.DONE);
        assertThat(second.end).isNotDone();
        assertThat(first.end).isNotDone();
        one.end("answer");
        assertThat(second.await().state()).isEqualTo(State.DONE);
        assertThat(first.end).isDone();
        assertThat(first.console).containsExactly("log begins 1.1", "log 1.1 200 answer");
    }

    @Test
    void whatIsFetchedWithoutWaitingForItIsWaitedForAllTheSame() throws Exception {
        house = new ScriptHouse(oneWorker());
        SlowServer server = new SlowServer(house);
        ScriptCode code =
                new ScriptCode(
                        "loose",
                        "loose",
                        "event.up = (d) => { fetch('http://"
                                + server.host()
                                + "/new', { method: 'POST', body: '{}' }).then(r => r.json()).then(j => wakeup(j.url, d.peer)); };",
                        List.of(server.host()),
                        List.of());

        Handled handled = house.happens(code, Kind.UP);
        server.next().end("{\"url\":\"http://crm.example/7\"}");

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(handled.asked())
                .containsExactly(
                        "AgentCTI {\"url\":\"http://crm.example/7\",\"peer\":\"SIP/john.doe\"}");
    }

    @Test
    void aHandlerThatWaitsForEverEnds() {
        house =
                new ScriptHouse(
                        oneWorker().withWaiting(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        ScriptCode code =
                ScriptHouse.script(
                        "waits",
                        "event.up = () => new Promise(() => {}); event.hangup = () => {};");

        Handled first = house.happens(code, Kind.UP, "1.1");
        Handled second = house.happens(code, Kind.HANGUP, "1.1");

        assertThat(first.await().state()).isEqualTo(State.FAILED);
        assertThat(first.await().why()).contains("did not end within 1 s");
        assertThat(second.await().state()).isEqualTo(State.DONE);
    }

    @Test
    void whileNoProcessIsReadyEventsWaitAndTheOldestAreDropped() {
        // a process that starts and never says that it is ready
        house = new ScriptHouse(oneWorker().withQueue(3), List.of("/bin/cat"));
        ScriptCode code = ScriptHouse.script("waits", "event.up = () => {};");

        List<Handled> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(house.happens(code, Kind.UP));
        }

        assertThat(all.get(0).await().state()).isEqualTo(State.DROPPED);
        assertThat(all.get(1).await().state()).isEqualTo(State.DROPPED);
        assertThat(all.subList(2, 5)).noneMatch(each -> each.end.isDone());
        assertThat(house.runtime.figures().dropped()).isEqualTo(2);
    }

    @Test
    void aWorkerThatTalksNonsenseOrDiesIsReplaced() {
        house = new ScriptHouse(oneWorker());
        ScriptCode code = ScriptHouse.script("here", "event.up = () => console.log('here');");
        house.happens(code, Kind.UP).await();

        ScriptHouse.workers().forEach(ProcessHandle::destroyForcibly);
        Handled after = house.happens(code, Kind.UP);

        assertThat(after.await().state()).isIn(State.DONE, State.STOPPED);
        assertThat(house.happens(code, Kind.UP).await().state()).isEqualTo(State.DONE);
    }

    @Test
    void whoTalksNonsenseIsNeverReady() {
        // a length of 1.6 billion bytes
        house = new ScriptHouse(oneWorker(), List.of("/bin/echo", "a process of somebody else"));

        house.runtime.announce(List.of(ScriptHouse.script("x", "event.up = () => {};")));

        ScriptHouse.until(() -> house.runtime.figures().workers() >= 2, "a second start");
    }

    @Test
    void aProcessThatIsJustBeingStartedIsNotLeftBehind() {
        house = new ScriptHouse(oneWorker(), List.of("/bin/cat"));
        house.runtime.announce(List.of(ScriptHouse.script("x", "event.up = () => {};")));

        house.close();

        ScriptHouse.until(() -> ScriptHouse.workers().isEmpty(), "the end of it");
    }

    @Test
    void noProcessIsLeftBehind() {
        house = new ScriptHouse(oneWorker());
        house.happens(ScriptHouse.script("x", "event.up = () => {};"), Kind.UP).await();
        List<ProcessHandle> before = ScriptHouse.workers();

        house.close();

        ScriptHouse.until(() -> before.stream().noneMatch(ProcessHandle::isAlive), "their ends");
        assertThat(before).isNotEmpty();
    }
}
