package io.belfry.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.store.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinTest {
    private static final Settings BEFORE =
            new Settings(7, List.of(), List.of(), List.of(), List.of());

    private final Moving clock = new Moving();
    private final Bin bin = new Bin(clock);

    @Test
    void keepsForAMinute() {
        bin.add(Thing.AGENT, "a1", BEFORE);

        clock.now = clock.now.plusSeconds(59);
        assertThat(bin.find(Thing.AGENT, "a1")).contains(BEFORE);
        clock.now = clock.now.plusSeconds(1);
        assertThat(bin.find(Thing.AGENT, "a1")).isEmpty();
    }

    @Test
    void knowsOneKindOfThingFromAnother() {
        bin.add(Thing.AGENT, "a1", BEFORE);

        assertThat(bin.find(Thing.VARIABLE, "a1")).isEmpty();
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        for (int i = 0; i <= 50; i++) {
            bin.add(Thing.AGENT, "a" + i, BEFORE);
        }

        assertThat(bin.find(Thing.AGENT, "a0")).isEmpty();
        assertThat(bin.find(Thing.AGENT, "a1")).isPresent();
        assertThat(bin.find(Thing.AGENT, "a50")).isPresent();
    }

    private static final class Moving extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
