package io.belfry.agentgateway;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import java.time.Instant;
import java.util.Optional;

/** Something for an agent's page that the page has to answer. */
sealed interface Parcel {
    String id();

    /** Address of the agent. */
    String agent();

    /** {@code pbx:uniqueid}; empty for none. */
    String call();

    /** Why it must reach nobody; empty when nothing is wrong with it. */
    Optional<String> refuse();

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
        public String agent() {
            return pop.agent();
        }

        @Override
        public String call() {
            return pop.call();
        }

        @Override
        public Optional<String> refuse() {
            return PageAddress.refuse(pop.url());
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
        public String agent() {
            return notice.agent();
        }

        @Override
        public String call() {
            return notice.call();
        }

        @Override
        public Optional<String> refuse() {
            return Optional.empty();
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
