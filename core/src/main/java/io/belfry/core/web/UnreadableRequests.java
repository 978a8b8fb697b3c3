package io.belfry.core.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * What no route can judge because it could not be read: answered in the one shape of errors, and
 * the connection ends, for nobody knows where the next request would begin.
 */
final class UnreadableRequests {
    private UnreadableRequests() {}

    static void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            answer(request, 414, "uri_too_long", "The address is longer than 8 kB.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            answer(request, 431, "headers_too_large", "The headers are larger than 8 kB.");
        } else {
            answer(request, 400, "bad_request", "This is no HTTP request.");
        }
    }

    private static void answer(HttpServerRequest request, int status, String code, String message) {
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Connection", "close")
                .end(new JsonObject().put("error", error).toBuffer())
                .onComplete(sent -> request.connection().close());
    }
}
