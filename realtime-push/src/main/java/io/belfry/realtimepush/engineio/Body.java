package io.belfry.realtimepush.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;

/** What a client sends with a request: so much of it, in so much time, and no more. */
final class Body {
    /** It may hold several packets, each within the limit. */
    private static final int PACKETS = 4;

    private final Buffer read = Buffer.buffer();
    private boolean over;

    /** Told exactly one of these. */
    interface Reader {
        void whole(String body);

        void tooLarge();

        void broken();
    }

    private Body() {}

    static boolean isBinary(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.contains("octet-stream");
    }

    static void read(Vertx vertx, HttpServerRequest request, EngineLimits limits, Reader reader) {
        Body body = new Body();
        long late = vertx.setTimer(limits.within().toMillis(), t -> request.connection().close());
        request.response()
                .closeHandler(
                        gone -> {
                            vertx.cancelTimer(late);
                            body.end(reader::broken);
                        });
        request.handler(
                chunk -> {
                    if (body.read.length() + chunk.length() > PACKETS * limits.payload()) {
                        body.end(reader::tooLarge);
                    } else if (!body.over) {
                        body.read.appendBuffer(chunk);
                    }
                });
        request.endHandler(
                end -> {
                    vertx.cancelTimer(late);
                    body.end(() -> reader.whole(body.read.toString(StandardCharsets.UTF_8)));
                });
    }

    private void end(Runnable how) {
        if (!over) {
            over = true;
            how.run();
        }
    }
}
