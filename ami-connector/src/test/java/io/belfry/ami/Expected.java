package io.belfry.ami;

import io.belfry.ami.VerifiedEvents.Line;
import io.belfry.core.agent.AgentDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The table of verified events that lies beside the recordings. */
final class Expected {
    static final Path FOLDER = Path.of("src/test/resources/recordings");

    private static final VerifiedEvents VERIFIED = read();

    private Expected() {}

    private static VerifiedEvents read() {
        try {
            return VerifiedEvents.of(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AgentDirectory agents() {
        return VERIFIED.agents();
    }

    /** What must come out of a recording, only the five kinds of the original. */
    static List<Line> of(String recording) {
        return VERIFIED.of(recording);
    }

    /** Phones that stopped ringing without an answer. */
    static List<Line> ringEnds(String recording) {
        return VERIFIED.lines(recording).stream()
                .filter(line -> line.get("event").equals("ring-end"))
                .toList();
    }
}
