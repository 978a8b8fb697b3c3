package io.belfry.core.script;

import io.belfry.core.egress.EgressClient;
import io.belfry.core.egress.EgressHeaders;
import io.belfry.core.egress.EgressRequest;
import io.belfry.core.egress.EgressResponse;
import io.belfry.core.integration.WebAddress;
import io.belfry.core.script.Surroundings.Fetcher;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A script's {@code fetch}: to the hosts of its integration only, carried out in the server. */
final class ScriptFetch implements Fetcher {
    /** Of one integration. */
    private static final int MOST_UNDER_WAY = 20;

    private final EgressClient client;
    private final Map<String, Integer> underWay = new HashMap<>();

    ScriptFetch(EgressClient client) {
        this.client = client;
    }

    @Override
    public Future<JsonObject> fetch(ScriptCode code, JsonObject request) {
        String refusal = refusal(code.hosts(), request);
        if (refusal.isEmpty() && underWay.getOrDefault(code.integrationId(), 0) >= MOST_UNDER_WAY) {
            refusal = "more than " + MOST_UNDER_WAY + " requests of this script are under way";
        }
        if (!refusal.isEmpty()) {
            return Future.failedFuture(refusal);
        }
        underWay.merge(code.integrationId(), 1, Integer::sum);
        EgressRequest wanted =
                new EgressRequest(
                        method(request),
                        ((WebAddress.Good) WebAddress.check(request.getString("url"))).address(),
                        headers(request),
                        request.getString("body", ""));
        return client.send(wanted)
                .onComplete(any -> left(code.integrationId()))
                .map(response -> json(response, wanted.address()));
    }

    private void left(String id) {
        underWay.computeIfPresent(id, (any, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Why this request is not sent; empty when nothing speaks against it before its host is looked
     * up.
     */
    static String refusal(List<String> hosts, JsonObject request) {
        WebAddress.Checked checked = WebAddress.check(request.getString("url", ""));
        if (checked instanceof WebAddress.Refused wrong) {
            return wrong.because();
        }
        WebAddress address = ((WebAddress.Good) checked).address();
        if (!isListed(hosts, address)) {
            String host = address.host() + (isUsual(address.port()) ? "" : ":" + address.port());
            return host + " is not among the hosts that this script may reach";
        }
        if (!EgressClient.METHODS.contains(method(request))) {
            return "the method " + method(request) + " can not be used";
        }
        return EgressHeaders.problem(headers(request)).orElse("");
    }

    /** A host without a port means the web's usual ones. */
    private static boolean isListed(List<String> hosts, WebAddress address) {
        String withPort = address.host() + ":" + address.port();
        return hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .anyMatch(
                        host ->
                                host.equals(withPort)
                                        || isUsual(address.port()) && host.equals(address.host()));
    }

    private static boolean isUsual(int port) {
        return port == 80 || port == 443;
    }

    private static String method(JsonObject request) {
        return request.getString("method", "GET").toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> headers(JsonObject request) {
        Map<String, String> headers = new HashMap<>();
        request.getJsonObject("headers", new JsonObject())
                .forEach(each -> headers.put(each.getKey(), String.valueOf(each.getValue())));
        return headers;
    }

    private static JsonObject json(EgressResponse response, WebAddress address) {
        JsonObject headers = new JsonObject();
        response.headers().forEach(headers::put);
        return new JsonObject()
                .put("status", response.status())
                .put("statusText", response.statusText())
                .put("url", address.toString())
                .put("headers", headers)
                .put("body", response.body());
    }

    /** What a trial answers, so that one sees what would follow. */
    static JsonObject pretended(JsonObject request) {
        return new JsonObject()
                .put("status", 200)
                .put("statusText", "OK (only pretended)")
                .put("url", request.getString("url", ""))
                .put("headers", new JsonObject().put("content-type", "application/json"))
                .put("body", "{}");
    }
}
