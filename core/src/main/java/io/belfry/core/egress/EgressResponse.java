package io.belfry.core.egress;

import java.util.Map;

/**
 * @param headers names in small letters
 * @param body as text
 */
public record EgressResponse(
        int status, String statusText, Map<String, String> headers, String body) {
    public EgressResponse {
        headers = Map.copyOf(headers);
    }
}
