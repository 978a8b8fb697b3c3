package io.belfry.realtimepush.engineio;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which web pages may speak to us. Programs that are no browsers name no origin, or our own; pages
 * of others only when they are listed. Compared whole and by the letter.
 *
 * @param listed {@code https://crm.example}, in small letters
 */
public record OriginRule(Set<String> listed) {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f]*:[0-9a-f:.]*]?");

    public OriginRule {
        listed = Set.copyOf(listed);
    }

    boolean allows(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            // a browser that leaves the origin out still says that the page is another's
            String site = request.getHeader("Sec-Fetch-Site");
            return site == null || site.equals("none") || site.equals("same-origin");
        }
        return listed.contains(origin) || isOurs(origin, request);
    }

    /** A page may read the answer. */
    boolean isListed(String origin) {
        return listed.contains(origin);
    }

    /**
     * Some libraries name the server itself. A browser may be made to believe that a stranger's
     * name is ours, so that only counts for a bare address.
     */
    private static boolean isOurs(String origin, HttpServerRequest request) {
        if (request.authority() == null || !isAddress(request.authority().host())) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && "".equals(uri.getRawPath())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && request.authority().toString().equalsIgnoreCase(uri.getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Nobody can make a bare address or {@code localhost} point somewhere else. */
    public static boolean isAddress(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || ADDRESS.matcher(name).matches();
    }
}
