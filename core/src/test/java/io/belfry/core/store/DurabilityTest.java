package io.belfry.core.store;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was called saved is there, even when the process is killed while it saves. */
class DurabilityTest {
    private static final int KILLS = Boolean.getBoolean("belfry.nightly") ? 20 : 3;
    private static final long SEED = 20261122;

    private final Vertx vertx = Vertx.vertx();

    @TempDir Path dir;

    @AfterEach
    void close() {
        forIt(vertx.close());
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingThatWasSavedIsMissingAfterAKill() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        List<String> acknowledged = new ArrayList<>();

        for (int round = 0; round < KILLS; round++) {
            acknowledged.addAll(saveUntilKilledAfter(5 + random.nextInt(60)));

            assertThat(stored()).containsAll(acknowledged);
        }

        assertThat(acknowledged).doesNotHaveDuplicates().hasSizeGreaterThan(KILLS * 5);
    }

    /** What the process said was saved, up to its last word. */
    private List<String> saveUntilKilledAfter(int saves) throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                // it lives for a second
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SavingChild.class.getName(),
                                dir.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            String line = out.readLine();
            while (line != null) {
                if (line.startsWith("saved ")) {
                    acknowledged.add(line.substring("saved ".length()));
                }
                if (acknowledged.size() == saves) {
                    // by its handle: the pipe stays open, and what was said before is read to its
                    // end
                    child.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        assertThat(acknowledged).as("saves before the kill").hasSizeGreaterThanOrEqualTo(saves);
        return acknowledged;
    }

    private List<String> stored() {
        DatabaseConfig config = DatabaseConfig.embedded(dir).patient(30);
        Database database = forIt(Database.open(vertx, config));
        try {
            return forIt(new ConfigStore(database).load()).variables().stream()
                    .map(kept -> kept.value().name())
                    .toList();
        } finally {
            forIt(database.close());
        }
    }
}
