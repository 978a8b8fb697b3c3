package io.belfry.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final List<String> said = new ArrayList<>();
    private final List<Promise<Void>> answers = new ArrayList<>();

    private Lane.Errand errand(String name) {
        return new Lane.Errand() {
            @Override
            public Future<?> send() {
                said.add("sent " + name);
                Promise<Void> answer = Promise.promise();
                answers.add(answer);
                return answer.future();
            }

            @Override
            public void dropped() {
                said.add("dropped " + name);
            }
        };
    }

    @Test
    void everythingIsSentAtOnceWhileThereIsRoom() {
        Lane lane = new Lane(3, 2);

        for (String name : List.of("a", "b", "c")) {
            lane.take(errand(name));
        }

        assertThat(said).containsExactly("sent a", "sent b", "sent c");
        assertThat(lane.isIdle()).isFalse();
    }

    @Test
    void whatHasNoRoomWaitsAndTheOldestThatWaitsIsDropped() {
        Lane lane = new Lane(1, 2);

        for (String name : List.of("a", "b", "c", "d")) {
            lane.take(errand(name));
        }
        answers.get(0).complete();
        answers.get(1).fail("no answer in time");

        assertThat(said).containsExactly("sent a", "dropped b", "sent c", "sent d");
    }

    @Test
    void anAnswerThatIsThereAtOnceGoesRoundAndNotDeeper() {
        Lane lane = new Lane(1, 20_000);
        Promise<Void> first = Promise.promise();
        List<Integer> sent = new ArrayList<>();
        lane.take(at(0, first.future(), sent));
        for (int i = 1; i < 20_000; i++) {
            lane.take(at(i, Future.succeededFuture(), sent));
        }

        first.complete();

        assertThat(sent).hasSize(20_000).isSorted();
        assertThat(lane.isIdle()).isTrue();
    }

    private static Lane.Errand at(int place, Future<Void> answer, List<Integer> sent) {
        return new Lane.Errand() {
            @Override
            public Future<?> send() {
                sent.add(place);
                return answer;
            }

            @Override
            public void dropped() {
                throw new AssertionError("there was room");
            }
        };
    }
}
