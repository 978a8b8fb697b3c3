package io.belfry.realtimepush;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Recording;
import io.belfry.core.bus.RecordingQuery;
import io.belfry.core.store.CallRecord;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * {@code /api/v1/calls/{id}/recording}: what the PBX said of one call, as a file that {@code
 * ./belfry replay} reads. Who may see the story may have it.
 */
final class RecordingRest {
    private final Vertx vertx;
    private final CallAccess calls;

    RecordingRest(Vertx vertx, CallAccess calls) {
        this.vertx = vertx;
        this.calls = calls;
    }

    void mount(Site site) {
        site.get(
                "/api/v1/calls/:id/recording",
                Access.SUPERVISOR.andTokens(Scope.READ),
                this::recording);
    }

    private void recording(RoutingContext rc) {
        Sight sight = new Sight(Site.principal(rc));
        String id = rc.pathParam("id");
        boolean masked = isMasked(Rest.query(rc, "mask"));
        calls.maySee(sight, id)
                .compose(
                        may ->
                                may
                                        ? calls.find(sight, id)
                                        : Future.failedFuture(Problem.notFound("No such call.")))
                .map(call -> call.map(CallRecord::started).orElse(Instant.EPOCH))
                .compose(
                        started -> {
                            Site.takesLong(rc);
                            return ask(query(id, started, masked));
                        })
                .map(RecordingRest::found)
                .onSuccess(recording -> send(rc, id, masked, recording))
                .onFailure(rc::fail);
    }

    private static boolean isMasked(String mask) {
        return switch (mask) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw Problem.badRequest("mask is true or false.");
        };
    }

    private static RecordingQuery query(String id, Instant started, boolean masked) {
        int colon = id.indexOf(':');
        return new RecordingQuery(
                id.substring(0, Math.max(0, colon)), id.substring(colon + 1), started, masked);
    }

    private Future<Recording> ask(RecordingQuery query) {
        return Ask.RECORDING
                .put(vertx, query)
                .recover(
                        e ->
                                Future.failedFuture(
                                        new Problem(
                                                503,
                                                "unavailable",
                                                "The recordings can not be read now.",
                                                Map.of())));
    }

    private static Recording found(Recording recording) {
        if (recording.bytes().isEmpty()) {
            throw new Problem(
                    404,
                    "no_recording",
                    "This call is not recorded, or not any more: see recorder.size and"
                            + " recorder.hours.",
                    Map.of());
        }
        return recording;
    }

    private static void send(RoutingContext rc, String id, boolean masked, Recording recording) {
        if (Site.isAnswered(rc)) {
            return;
        }
        String name = "belfry-" + id.replaceAll("[^A-Za-z0-9._-]", "-") + (masked ? "-masked" : "");
        rc.response()
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + ".ami\"")
                .end(Buffer.buffer(recording.bytes().getBytes(StandardCharsets.ISO_8859_1)));
    }
}
