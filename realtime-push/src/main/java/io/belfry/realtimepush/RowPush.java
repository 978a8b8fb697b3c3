package io.belfry.realtimepush;

import io.belfry.core.bus.RowRequest;
import io.belfry.core.integration.WebAddress;
import io.belfry.core.web.Problem;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row that a program pushes ({@code pushevent} of the original): {@code {type, channel,
 * reference, url}}. Says of each field what is wrong with it.
 */
final class RowPush {
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_REFERENCE = 500;
    private static final int LONGEST_URL = 4_000;
    private static final int LARGEST_CHANNEL = 64 * 1024;

    private final JsonObject body;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private RowPush(JsonObject body) {
        this.body = body;
    }

    /**
     * @throws Problem 422 with the fields that are not right
     */
    static RowRequest read(JsonObject body, Instant now) {
        RowPush push = new RowPush(body);
        RowRequest request = push.request(now);
        if (!push.errors.isEmpty()) {
            throw Problem.invalid(push.errors);
        }
        return request;
    }

    private RowRequest request(Instant now) {
        String type = text("type", LONGEST_TYPE);
        if (type.isBlank()) {
            errors.putIfAbsent("type", "is the name of the integration and must not be empty");
        }
        JsonObject channel = channel();
        String reference = text("reference", LONGEST_REFERENCE);
        return new RowRequest("", now, type, channel, reference, url());
    }

    /** A link that somebody will click: what no browser may open is refused here. */
    private String url() {
        String url = text("url", LONGEST_URL);
        if (url.isEmpty()) {
            return "";
        }
        WebAddress.Checked checked = WebAddress.check(url);
        if (checked instanceof WebAddress.Refused refused) {
            errors.putIfAbsent("url", refused.because());
            return "";
        }
        return ((WebAddress.Good) checked).address().toString();
    }

    /** Numbers are taken as they are written: references of many applications are numbers. */
    private String text(String field, int longest) {
        Object value = body.getValue(field);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String) && !(value instanceof Number)) {
            errors.put(field, "must be text");
            return "";
        }
        if (value.toString().length() > longest) {
            errors.put(field, "is longer than " + longest + " characters");
        }
        return value.toString();
    }

    private JsonObject channel() {
        Object value = body.getValue("channel");
        if (value == null) {
            return new JsonObject();
        }
        if (!(value instanceof JsonObject channel)) {
            errors.put("channel", "must be an object: the call as the event gave it");
            return new JsonObject();
        }
        if (channel.encode().length() > LARGEST_CHANNEL) {
            errors.put("channel", "is larger than " + LARGEST_CHANNEL + " characters");
        }
        return channel;
    }
}
