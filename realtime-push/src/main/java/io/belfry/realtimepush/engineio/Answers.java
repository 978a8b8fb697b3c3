package io.belfry.realtimepush.engineio;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes the answers to requests, with the headers that a listed page needs to read them. */
final class Answers {
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final OriginRule origins;

    Answers(OriginRule origins) {
        this.origins = origins;
    }

    /** Who waits at the other end of this request. */
    Asker to(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        return new Asker() {
            @Override
            public void packets(Revision revision, List<String> packets) {
                Answers.this.packets(request, revision, packets);
            }

            @Override
            public void ok() {
                end(request, 200, "text/html", "ok");
            }

            @Override
            public void error(EngineError error, String detail) {
                Answers.this.error(request, error, detail);
            }

            @Override
            public void whenGone(Runnable then) {
                response.closeHandler(
                        gone -> {
                            if (!response.ended()) {
                                then.run();
                            }
                        });
            }
        };
    }

    void packets(HttpServerRequest request, Revision revision, List<String> packets) {
        end(request, 200, TEXT, Payload.encode(revision, packets));
    }

    void tooLarge(HttpServerRequest request) {
        request.response().putHeader("Connection", "close");
        end(request, 413, TEXT, "The payload is too large.");
    }

    void preflight(HttpServerRequest request) {
        request.response()
                .putHeader("Access-Control-Allow-Methods", "GET, POST")
                .putHeader("Access-Control-Allow-Headers", "Content-Type, Authorization")
                .putHeader("Access-Control-Max-Age", "600");
        end(request, 204, TEXT, "");
    }

    /**
     * @param detail what is wrong here; empty when the error says it all
     */
    void error(HttpServerRequest request, EngineError error, String detail) {
        String message = error.message() + (detail.isEmpty() ? "" : ": " + detail);
        JsonObject body = new JsonObject().put("code", error.code()).put("message", message);
        int status = error == EngineError.FORBIDDEN ? 403 : 400;
        end(request, status, "application/json", body.encode());
    }

    void full(HttpServerRequest request) {
        later(request, 503, "Too many clients");
    }

    void crowded(HttpServerRequest request) {
        later(request, 429, "Too many clients of this address");
    }

    private void later(HttpServerRequest request, int status, String words) {
        JsonObject body = new JsonObject().put("code", 3).put("message", words);
        request.response().putHeader("Retry-After", "10");
        end(request, status, "application/json", body.encode());
    }

    private void end(HttpServerRequest request, int status, String type, String body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        String origin = request.getHeader("Origin");
        response.putHeader("Vary", "Origin")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (origin != null && origins.isListed(origin)) {
            response.putHeader("Access-Control-Allow-Origin", origin);
        }
        response.setStatusCode(status);
        if (status == 204) {
            response.end();
        } else {
            response.putHeader("Content-Type", type).end(body);
        }
    }
}
