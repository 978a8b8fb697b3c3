package io.belfry.core.integration;

import java.util.List;

/**
 * The customer's own JavaScript of one integration: handlers in the style of the original ({@code
 * event.up = function (data) { … }}). It runs in a worker process, never in the server.
 *
 * @param source as it was written; blank for none
 * @param hosts that its {@code fetch} may reach, as {@code name} or {@code name:port}
 */
public record Script(String source, List<String> hosts) {
    public static final Script NONE = new Script("", List.of());

    public Script {
        hosts = List.copyOf(hosts);
    }

    public boolean isEmpty() {
        return source.isBlank();
    }
}
