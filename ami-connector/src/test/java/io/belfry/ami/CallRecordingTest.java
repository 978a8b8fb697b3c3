package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.Replay.Piece;
import io.belfry.ami.recorder.FlightRecorder;
import io.belfry.ami.recorder.FlightRecorder.Note;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.call.CallEvent;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the flight recorder kept of one call, replayed, makes the same events of this call as the
 * whole stream made when it came: for each call of each recording.
 */
class CallRecordingTest {
    private static final Instant BASE = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> VARIABLES = List.of("ordernumber", "customerid");
    private static final String PBX = "lab one";

    /** Of the big recordings; the calls of one are alike. */
    private static final int MOST_CALLS = 10;

    /** A recording is played faster than life, and the recorder drops what it can not write. */
    private static final int CATCH_UP = 100;

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("io.belfry.ami.RecordingsTest#scenarios")
    void eachCallCutOutAndReplayedMakesTheSameEvents(String scenario) throws IOException {
        try (FlightRecorder recorder = recorder()) {
            Map<String, List<JsonObject>> live = live(scenario, recorder);

            for (String call : live.keySet().stream().limit(MOST_CALLS).toList()) {
                assertThat(replayed(recorder.cut(call, Instant.EPOCH, false), call))
                        .as(call)
                        .isEqualTo(live.get(call));
            }
            assertThat(recorder.dropped()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-answered-caller-hangup",
                "06-ringall-one-answers",
                "10-attended-transfer",
                "12-outbound-answered",
                "15-local-members-n",
                "15c-local-members-optimized",
                "26-session-kicked"
            })
    void maskedItMakesTheSameEventsButForTheNumbers(String scenario) throws IOException {
        try (FlightRecorder recorder = recorder()) {
            Map<String, List<JsonObject>> live = live(scenario, recorder);

            for (Map.Entry<String, List<JsonObject>> each : live.entrySet()) {
                String masked = recorder.cut(each.getKey(), Instant.EPOCH, true);
                List<JsonObject> events = replayed(masked, each.getKey());

                assertThat(shapes(events)).isEqualTo(shapes(each.getValue()));
                assertThat(callers(events)).hasSameSizeAs(callers(each.getValue()));
                for (String number : callers(each.getValue())) {
                    assertThat(masked).doesNotContain(number);
                }
            }
        }
    }

    @Test
    void numberIsTheSameWhereverItStandsAndWhateverIsDialledBeforeIt() throws IOException {
        try (FlightRecorder recorder = recorder()) {
            String call = live("12-outbound-answered", recorder).keySet().iterator().next();

            JsonObject outbound = replayed(recorder.cut(call, Instant.EPOCH, true), call).get(0);

            assertThat(outbound.getString("extension")).endsWith(outbound.getString("callednum"));
            assertThat(outbound.getString("callednum")).isNotEqualTo("0288990011").hasSize(10);
            assertThat(outbound.getString("callernum")).isEqualTo("2001");
        }
    }

    @Test
    void otherPeoplesCallsAreNotInIt() throws IOException {
        try (FlightRecorder recorder = recorder()) {
            Map<String, List<JsonObject>> live = live("14-two-calls-interleaved", recorder);
            List<String> calls = List.copyOf(live.keySet());

            String one = recorder.cut(calls.get(0), Instant.EPOCH, false);

            assertThat(calls).hasSize(2);
            assertThat(one).contains(calls.get(0)).doesNotContain(calls.get(1));
        }
    }

    @Test
    void callThatWasNeverHeardOfHasNone() throws IOException {
        try (FlightRecorder recorder = recorder()) {
            live("01-answered-caller-hangup", recorder);

            assertThat(recorder.cut("17.42", Instant.EPOCH, false)).isEmpty();
        }
    }

    private FlightRecorder recorder() {
        FlightRecorder recorder =
                new FlightRecorder(
                        PBX, "p1", new RecorderOptions(folder, 64L << 20, Duration.ofDays(36_500)));
        recorder.configure(VARIABLES);
        return recorder;
    }

    /** As a connector does it, by call. */
    private static Map<String, List<JsonObject>> live(String scenario, FlightRecorder recorder)
            throws IOException {
        AmiTranslator translator = new AmiTranslator(PBX);
        translator.configure(Expected.agents(), VARIABLES);
        Map<String, List<JsonObject>> events = new LinkedHashMap<>();
        Instant begin = BASE;
        for (Path connection : RecordingsTest.connections(scenario)) {
            recorder.note(Note.LOST, begin);
            recorder.note(Note.ASKS, begin);
            translator.lost();
            translator.connected();
            begin = live(connection, begin, translator, recorder, events);
        }
        return events;
    }

    private static Instant live(
            Path connection,
            Instant begin,
            AmiTranslator translator,
            FlightRecorder recorder,
            Map<String, List<JsonObject>> events)
            throws IOException {
        List<AmiEvent> batch = new ArrayList<>();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        AmiStream stream = new AmiStream(listener(batch, raw));
        Instant now = begin;
        int heard = 0;
        for (Piece piece : Replay.pieces(connection, Replay.read(connection), begin)) {
            now = piece.at();
            add(translator.tick(now), events);
            stream.feed(piece.bytes(), 0, piece.bytes().length);
            recorder.heard(raw.toByteArray(), now);
            if (++heard % CATCH_UP == 0) {
                recorder.catchUp();
            }
            for (AmiEvent event : batch) {
                add(translator.translate(event, now), events);
            }
            batch.clear();
            raw.reset();
        }
        now = now.plusSeconds(1);
        add(translator.tick(now), events);
        return now;
    }

    private static AmiStream.Listener listener(List<AmiEvent> batch, ByteArrayOutputStream raw) {
        return new AmiStream.Listener() {
            @Override
            public void raw(byte[] bytes, int from, int to) {
                raw.write(bytes, from, to - from);
            }

            @Override
            public void event(AmiEvent event) {
                batch.add(event);
            }

            @Override
            public void message(byte[] bytes, int from, int to) {
                // answers to actions are not recorded
            }
        };
    }

    private static void add(List<CallEvent> told, Map<String, List<JsonObject>> events) {
        for (CallEvent event : told) {
            if (event.callId().isCall()) {
                events.computeIfAbsent(event.callId().uniqueid(), none -> new ArrayList<>())
                        .add(CallEventJson.of(event));
            }
        }
    }

    private List<JsonObject> replayed(String recording, String call) throws IOException {
        Path file = folder.resolve("call.ami");
        Files.write(file, recording.getBytes(StandardCharsets.ISO_8859_1));
        Map<String, List<JsonObject>> events = new LinkedHashMap<>();
        new Replay(Expected.agents(), VARIABLES)
                .play(List.of(file), derived -> add(List.of(derived.event()), events));
        return events.getOrDefault(call, List.of());
    }

    private static List<String> shapes(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.encode().replaceAll("\\d(?:[ ./()-]?\\d){5,}", "#"))
                .toList();
    }

    /** Telephone numbers among the callers' ones, in order of their appearance. */
    private static List<String> callers(List<JsonObject> events) {
        Pattern number = Pattern.compile("\\d{6,}");
        return events.stream()
                .map(event -> number.matcher(event.getString("callernum")))
                .filter(Matcher::matches)
                .map(Matcher::group)
                .distinct()
                .toList();
    }
}
