package io.belfry.launcher;

import io.belfry.core.web.DeclaredRoute;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server with some settings, a live PBX, a call that has ended, and a row. */
final class RestWorld implements AutoCloseable {
    static final String QUEUE = "sales";
    static final String SUPERVISOR = "sofia";
    static final String AGENT = "maria";

    private final PbxSimulator pbx = TestServer.simulator();
    private final TestServer server;
    private final String call;
    private final String row;

    RestWorld(Path folder) {
        server = TestServer.start(folder, TestServer.pbx(pbx.port()));
        server.untilLive();
        play("06-ringall-one-answers");
        call = TestServer.until("an ended call", this::endedCall).getString("id");
        row =
                server.create(
                                "/api/v1/realtime",
                                new JsonObject()
                                        .put("type", "Acme")
                                        .put("channel", new JsonObject().put("queue", QUEUE)))
                        .getString("id");
        server.agent("Maria Rossi", "2002", AGENT, "PJSIP/maria.rossi");
        server.create(
                "/api/v1/users",
                new JsonObject()
                        .put("user", SUPERVISOR)
                        .put("role", "supervisor")
                        .put("queues", new JsonArray().add(QUEUE))
                        .put("password", TestServer.PASSWORD));
    }

    private void play(String recording) {
        pbx.play(Speed.times(20), TestServer.recording(recording))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private Optional<JsonObject> endedCall() {
        return server.items("/api/v1/calls").stream()
                .filter(each -> each.getString("queue").equals(QUEUE))
                .filter(each -> each.getString("state").equals("ended"))
                .findFirst();
    }

    TestServer server() {
        return server;
    }

    /** Id of a call of the queue. */
    String call() {
        return call;
    }

    /** Id of a row of the queue. */
    String row() {
        return row;
    }

    /** All routes of the interface for programs. */
    List<DeclaredRoute> routes() {
        return server.server().routes().stream().filter(DeclaredRoute::isRest).toList();
    }

    @Override
    public void close() {
        server.close();
        pbx.close();
    }
}
