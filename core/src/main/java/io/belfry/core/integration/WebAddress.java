package io.belfry.core.integration;

import java.util.Locale;
import java.util.Optional;

/**
 * An address that may open at somebody's screen: http or https, a host that is plain to see, and
 * nothing in it that one parser reads so and another otherwise.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in small letters; an IPv6 address with its brackets
 * @param port the one that is used, also where the address does not say it
 * @param rest path, query and fragment, every character one that is allowed there
 */
public record WebAddress(String scheme, String host, int port, String rest) {
    /** Longest address, in characters: what browsers and servers take without trouble. */
    public static final int MAX_LENGTH = 8000;

    /** Whether it may be opened. */
    public sealed interface Checked {}

    public record Good(WebAddress address) implements Checked {}

    /**
     * @param because in words
     * @param at index of the character that is wrong
     */
    public record Refused(String because, int at) implements Checked {}

    /**
     * Checks an address from wherever it comes: a template, a script, a program. Nothing is mended
     * silently, except that letters which an address can not hold (é, quotes) are encoded as
     * browsers do it.
     */
    public static Checked check(String text) {
        return new WebAddressReader(text).read();
    }

    /** Scheme, host and port: what decides whose page it is. */
    public String origin() {
        return scheme + "://" + host + (port == usual(scheme) ? "" : ":" + port);
    }

    /** The whole address. */
    @Override
    public String toString() {
        return origin() + rest;
    }

    /** Path without query and fragment. */
    public String path() {
        return rest.split("[?#]", 2)[0];
    }

    /** A step up or on the spot in the path: browsers walk it, also when it is written as %2e. */
    Optional<String> dotStep() {
        for (String step : path().split("/", -1)) {
            String plain = step.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return Optional.of(plain);
            }
        }
        return Optional.empty();
    }

    static int usual(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
