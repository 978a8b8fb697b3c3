package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes at work, for tests of what can happen to them. In the end what the telephones wrote
 * down is compared with what the agents saw, with the rows and with the calls. A fault counts only
 * when it was seen to happen. {@code -Pnightly}: the stated numbers and lengths, three hundred
 * agents and two hundred live calls.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClusterAtWork {
    static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");

    private final boolean wired;
    BusyCluster busy;

    /**
     * @param wired whether what nodes say to each other can be cut
     */
    ClusterAtWork(boolean wired) {
        this.wired = wired;
    }

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        busy = new BusyCluster(folder, wired);
        busy.start(3);
    }

    @AfterAll
    void close() {
        if (busy != null) {
            busy.close();
        }
    }

    @BeforeEach
    void begin() {
        busy.begin();
    }

    @AfterEach
    void settle() {
        busy.settle();
    }

    /** Nothing is lost, nothing came twice, and every call has ended. */
    final void compare(PageJournal journal) {
        assertThat(busy.passedOver()).isEmpty();
        assertThat(busy.lost(journal)).isEmpty();
        assertThat(journal.twice()).isEmpty();
        assertThat(journal.opened()).isPositive();
        assertThat(busy.rowsTwice()).as("rows that are there twice").isZero();
        assertThat(lastOpenCalls()).as("calls that never ended").isEmpty();
    }

    /** Those that are still open when no more will end. */
    private List<String> lastOpenCalls() {
        try {
            return Cluster.until(
                    Duration.ofSeconds(30),
                    "every call has ended",
                    () -> Optional.of(busy.openCalls()).filter(List::isEmpty));
        } catch (IllegalStateException e) {
            return busy.openCalls();
        }
    }
}
