package io.belfry.core.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a request was made by one of our own pages. Browsers say so in {@code Sec-Fetch-Site}
 * (https and localhost only) or {@code Origin}; programs that are no browsers say neither.
 */
final class Origins {
    private final boolean secure;
    private final Set<String> hosts;
    private final Set<String> embedders;

    Origins(SiteConfig config) {
        this.secure = config.secure();
        this.hosts = config.hosts();
        this.embedders = config.embedders();
    }

    /**
     * Whether we want to be addressed by this name: a stranger's name may be made to point at us.
     */
    boolean isOurHost(HttpServerRequest request) {
        return hosts.isEmpty() || hosts.contains(authority(request));
    }

    /** A change may come from our pages, or from what is no browser. */
    boolean mayChange(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        return request.getHeader("Origin") == null || isOwn(request);
    }

    /** The origin is said, and it is ours; what a socket must be able to say. */
    boolean isOwn(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            boolean plainOrigin =
                    uri.getRawPath() != null
                            && uri.getRawPath().isEmpty()
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return plainOrigin
                    && isScheme(uri.getScheme())
                    && authority(request).equals(uri.getRawAuthority().toLowerCase(Locale.ROOT));
        } catch (URISyntaxException | NullPointerException e) {
            return false;
        }
    }

    /** The origin is said, and it is one of the customer's pages that may show agents' calls. */
    boolean mayEmbed(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && embedders.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Behind a proxy that speaks https for us the page's scheme is not ours. */
    private boolean isScheme(String scheme) {
        return scheme.equals("https") || (scheme.equals("http") && !secure);
    }

    private static String authority(HttpServerRequest request) {
        return request.authority() == null
                ? ""
                : request.authority().toString().toLowerCase(Locale.ROOT);
    }
}
