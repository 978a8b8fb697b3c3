package io.belfry.core.store;

import io.belfry.core.web.Access;
import io.belfry.core.web.Await;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A statement of somebody that H2 answers when it is told to. Meanwhile {@link #WAITING} is asked
 * for by somebody who waits and does not say that it is for another reason: when he is told that
 * the database does not answer, all who asked before him would have been told so as well.
 */
public final class HeldStatement implements AutoCloseable {
    public static final String WAITING = "/waiting";

    private static final int LIMIT_SECONDS = 30;
    private static final Map<String, CountDownLatch> HELD = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Future<?> answer;

    private HeldStatement(Database database) {
        HELD.put(id, new CountDownLatch(1));
        answer = database.list("call hold(#{id})", Map.of("id", id), row -> row);
    }

    /**
     * @param site gets the page of who waits
     */
    public static HeldStatement in(Database database, Site site) {
        Await.await(
                database.update(
                        "create alias if not exists hold for \""
                                + HeldStatement.class.getName()
                                + ".hold\"",
                        Map.of()));
        HeldStatement held = new HeldStatement(database);
        site.get(WAITING, Access.PUBLIC, rc -> held.answer.onComplete(done -> rc.end()));
        return held;
    }

    /** Called by the database. */
    public static boolean hold(String id) throws InterruptedException {
        return HELD.get(id).await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    public Future<?> answer() {
        return answer;
    }

    /** Now the database answers. */
    @Override
    public void close() {
        HELD.remove(id).countDown();
        Await.await(answer.otherwiseEmpty());
    }
}
