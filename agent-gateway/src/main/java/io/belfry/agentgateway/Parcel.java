package io.belfry.agentgateway;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import java.time.Instant;

/** Something for an agent's page that the page has to answer. */
sealed interface Parcel {
    String id();

    /** {@code pbx:uniqueid}; empty for none. */
    String call();

    /** When the PBX event was read that caused it. */
    Instant at();

    /** What it will take on the socket, roughly: for the limit of the outbox. */
    int size();

    record OfPage(ScreenPop pop) implements Parcel {
        @Override
        public String id() {
            return pop.id();
        }

        @Override
        public String call() {
            return pop.call();
        }

        @Override
        public Instant at() {
            return pop.at();
        }

        @Override
        public int size() {
            return OVERHEAD
                    + pop.id().length()
                    + pop.url().length()
                    + pop.integration().length()
                    + pop.call().length()
                    + pop.title().length();
        }
    }

    record OfNotice(Notice notice) implements Parcel {
        @Override
        public String id() {
            return notice.id();
        }

        @Override
        public String call() {
            return notice.call();
        }

        @Override
        public Instant at() {
            return notice.at();
        }

        @Override
        public int size() {
            return OVERHEAD
                    + notice.id().length()
                    + notice.title().length()
                    + notice.body().length()
                    + notice.integration().length()
                    + notice.call().length();
        }
    }

    /** Names of the fields and punctuation. */
    int OVERHEAD = 160;
}
