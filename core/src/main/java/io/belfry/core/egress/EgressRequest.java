package io.belfry.core.egress;

import io.belfry.core.integration.WebAddress;
import java.util.Map;

/**
 * @param method in capitals
 * @param headers checked, see {@link EgressHeaders}
 * @param body empty for none
 */
public record EgressRequest(
        String method, WebAddress address, Map<String, String> headers, String body) {
    public EgressRequest {
        headers = Map.copyOf(headers);
    }
}
