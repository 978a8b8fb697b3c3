package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.InstantPbx;
import io.belfry.simulator.calls.Quirks;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.truth.CallTruth;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One random history of calls and what befell the connection meanwhile. The same figures give the
 * same history.
 *
 * @param calls how many, in the order of the seed: fewer are the beginning of more
 * @param from when it happens, counted from the beginning
 * @param length how long nobody listens
 */
record History(long seed, int calls, Event event, Duration from, Duration length) {
    private static final PbxPlan PLAN = PbxPlan.ofRecordings();
    private static final AgentDirectory AGENTS = Expected.agents();
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /** What happens to the connection. */
    enum Event {
        /** Nothing. */
        NONE,
        /** A snapshot between any two events, with nothing lost. */
        SNAPSHOT,
        /** The connection is lost and comes back. */
        GAP,
        /** Another server takes over from what the first one kept. */
        TAKEOVER,
        /** The PBX is started anew. */
        RESTART
    }

    /**
     * What came of it.
     *
     * @param until when the connection was there again
     * @param live what is still kept as a live call when all is over
     */
    record Played(
            List<CallEvent> told,
            List<CallTruth> truth,
            Instant from,
            Instant until,
            Map<String, KeptCall> live,
            int liveCalls) {}

    static History of(long seed) {
        Random random = new Random(seed);
        Event event = Event.values()[new int[] {0, 1, 1, 2, 2, 2, 2, 3, 3, 4}[random.nextInt(10)]];
        Duration from = Duration.ofMillis(random.nextInt(45_000));
        boolean longOne = random.nextInt(4) == 0;
        Duration length = Duration.ofMillis(random.nextInt(longOne ? 40_000 : 4_000));
        return new History(seed, 2 + random.nextInt(5), event, from, length);
    }

    Played play() {
        return new Play(this).play();
    }

    /** The PBX and its listener, moment by moment. */
    private static final class Play {
        private final History history;
        private final InstantPbx pbx;
        private final List<CallEvent> told = new ArrayList<>();
        private final Map<String, KeptCall> kept = new LinkedHashMap<>();
        private final List<AmiEvent> decoded = new ArrayList<>();
        private final AmiStream stream = new AmiStream(PlayedPbx.listener(decoded));
        private AmiTranslator translator = translator();
        private boolean listening = true;
        private boolean snapshotDue;
        private long skip;

        Play(History history) {
            this.history = history;
            Random random = new Random(history.seed + 1);
            Quirks quirks = random.nextBoolean() ? Quirks.AS_RECORDED : new Quirks(0.2, 0.1, 0.2);
            this.skip = history.length.toMillis() % 50;
            this.pbx = new InstantPbx(PLAN, history.seed, quirks, this::heard);
            feed("Asterisk Call Manager/11.0.0\r\n");
        }

        private static AmiTranslator translator() {
            AmiTranslator made = new AmiTranslator("lab");
            made.configure(AGENTS, List.of("ordernumber", "customerid"));
            return made;
        }

        Played play() {
            if (history.event != Event.NONE) {
                translator.connected();
                snapshot();
            }
            generate(history.seed, history.calls);
            pbx.run(history.from);
            Instant from = pbx.now();
            switch (history.event) {
                case NONE -> {}
                case SNAPSHOT -> snapshotDue = true;
                case GAP -> gap(() -> {});
                case TAKEOVER -> gap(this::takeOver);
                case RESTART -> restart();
            }
            Instant until = history.event == Event.SNAPSHOT ? from : pbx.now();
            pbx.run(Duration.ofMinutes(2));
            pbx.runUntilQuiet(LIMIT);
            tell(translator.tick(pbx.now().plusSeconds(2)));
            tell(translator.tick(pbx.now().plusSeconds(60)));
            return new Played(
                    told, pbx.journal().finished(), from, until, kept, translator.liveCalls());
        }

        private void generate(long seed, int calls) {
            CallMix mix =
                    CallMix.standard()
                            .withTalk(CallMix.Span.seconds(1, 12))
                            .withRing(CallMix.Span.seconds(0.3, 4));
            new CallGenerator(pbx.calls(), PLAN, new CallGenerator.Settings(0.25, seed, calls, mix))
                    .start();
        }

        private void gap(Runnable meanwhile) {
            listening = false;
            translator.lost();
            pbx.run(history.length);
            meanwhile.run();
            listening = true;
            translator.connected();
            snapshot();
        }

        private void takeOver() {
            tell(translator.tick(pbx.now().minus(history.length)));
            translator = translator();
            kept.values().forEach(translator::restore);
        }

        private void restart() {
            listening = false;
            translator.lost();
            pbx.restart();
            generate(history.seed + 1, history.calls);
            pbx.run(Duration.ofSeconds(2).plus(history.length));
            listening = true;
            translator.connected();
            feed(
                    "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n"
                            + "Uptime: "
                            + (2 + history.length.toSeconds())
                            + "\r\n\r\n");
            translate(pbx.now());
            snapshot();
        }

        private void heard(Instant at, io.belfry.simulator.ami.AmiEvent event) {
            if (!listening) {
                return;
            }
            stream.feed(event.wire(), 0, event.wire().length);
            translate(at);
            if (snapshotDue && --skip < 0) {
                snapshotDue = false;
                translator.connected();
                snapshot();
            }
        }

        private void snapshot() {
            decoded.addAll(PlayedPbx.lists(pbx.state(), pbx.now()));
            translate(pbx.now());
        }

        private void feed(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            stream.feed(bytes, 0, bytes.length);
        }

        private void translate(Instant at) {
            tell(translator.tick(at));
            decoded.forEach(e -> tell(translator.translate(e, at)));
            decoded.clear();
        }

        private void tell(List<CallEvent> events) {
            told.addAll(events);
            translator
                    .changes()
                    .forEach(
                            (uniqueid, memory) ->
                                    memory.ifPresentOrElse(
                                            known -> kept.put(uniqueid, known),
                                            () -> kept.remove(uniqueid)));
        }
    }
}
