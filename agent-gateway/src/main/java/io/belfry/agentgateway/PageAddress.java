package io.belfry.agentgateway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last look at an address before a browser gets it. Whoever made it has checked it already; a
 * {@code javascript:} that slipped through would run with the agent's rights, so it is checked
 * again here and once more in the page.
 */
final class PageAddress {
    static final int MAX_LENGTH = 8_000;

    /** Scheme, host without user name, and nothing that browsers silently strip or turn around. */
    private static final Pattern PLAIN =
            Pattern.compile("https?://[^\\s\\p{Cntrl}/\\\\?#@]+([/?#][^\\s\\p{Cntrl}\\\\]*)?");

    private PageAddress() {}

    /** What is wrong with it, in words; none when it may be opened. */
    static Optional<String> refuse(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.of("the address is longer than " + MAX_LENGTH + " characters");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.of("the address is not http or https");
        }
        return PLAIN.matcher(lower).matches()
                ? Optional.empty()
                : Optional.of("the address is not a plain web address");
    }
}
