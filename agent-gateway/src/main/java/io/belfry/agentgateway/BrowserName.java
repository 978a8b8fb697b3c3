package io.belfry.agentgateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Chrome 142" out of a User-Agent, for the trace of a call: who opened the page, or did not. */
final class BrowserName {
    private static final Pattern KNOWN =
            Pattern.compile("(Edg|OPR|Firefox|Chrome|Version)/(\\d{1,4})");
    private static final int LONGEST = 500;

    private BrowserName() {}

    static String of(String userAgent) {
        String text = userAgent.substring(0, Math.min(userAgent.length(), LONGEST));
        String best = "";
        Matcher matcher = KNOWN.matcher(text);
        while (matcher.find()) {
            // others call themselves Chrome too and name themselves after it
            boolean special = matcher.group(1).equals("Edg") || matcher.group(1).equals("OPR");
            if (best.isEmpty() || special) {
                best = name(matcher.group(1)) + " " + matcher.group(2);
            }
        }
        return best.isEmpty() ? "a program" : best;
    }

    private static String name(String token) {
        return switch (token) {
            case "Edg" -> "Edge";
            case "OPR" -> "Opera";
            case "Version" -> "Safari";
            default -> token;
        };
    }
}
