package io.belfry.core.egress;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a customer's request may carry. */
public final class EgressHeaders {
    private static final int MOST = 20;
    private static final int LONGEST = 4_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    /** Those that say how the connection is used, or who asks, are ours. */
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect",
                    "keep-alive",
                    "accept-encoding",
                    "forwarded",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-real-ip",
                    "via",
                    "metadata",
                    "metadata-flavor",
                    "x-aws-ec2-metadata-token");

    private EgressHeaders() {}

    /** What is wrong with them; empty when nothing is. */
    public static Optional<String> problem(Map<String, String> headers) {
        if (headers.size() > MOST) {
            return Optional.of("more than " + MOST + " headers");
        }
        return headers.entrySet().stream()
                .map(each -> problem(each.getKey(), each.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> problem(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("a header's name that is none");
        }
        String small = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(small) || small.startsWith("proxy-") || small.startsWith("sec-")) {
            return Optional.of("the header " + small + " can not be set");
        }
        if (value.length() > LONGEST || !VALUE.matcher(value).matches()) {
            return Optional.of("a value of the header " + small + " that no header can have");
        }
        return Optional.empty();
    }
}
