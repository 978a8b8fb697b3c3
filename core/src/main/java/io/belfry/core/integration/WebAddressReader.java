package io.belfry.core.integration;

import io.belfry.core.integration.WebAddress.Checked;
import io.belfry.core.integration.WebAddress.Good;
import io.belfry.core.integration.WebAddress.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an address strictly. The WHATWG parser of browsers forgives much (backslashes, tabs,
 * missing slashes, numbers as hosts) and java.net.URI forgives other things; what both could read
 * in two ways is refused with a reason.
 */
final class WebAddressReader {
    private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):");
    private static final Pattern LABEL =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
    private static final Pattern OCTET =
            Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int MAX_HOST = 253;
    private static final int MAX_PORT = 65535;
    private static final int SHOWN = 40;

    /** Stands in no address as it is; browsers encode it. */
    private static final String TO_ENCODE = "\"<>^`{|}";

    private final String text;

    WebAddressReader(String text) {
        this.text = text;
    }

    /** A refusal on its way out of the nested steps; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        Wrong(String because, int at) {
            super(because, null, false, false);
            this.at = at;
        }
    }

    Checked read() {
        try {
            return new Good(address());
        } catch (Wrong e) {
            return new Refused(e.getMessage(), e.at);
        }
    }

    private WebAddress address() throws Wrong {
        plainCharacters();
        String scheme = scheme();
        int begin = scheme.length() + "://".length();
        int end = endOfAuthority(text, begin);
        String authority = text.substring(begin, end);
        if (authority.contains("@")) {
            throw new Wrong("an address with a user name or password in it is not allowed", begin);
        }
        int colon = authority.startsWith("[") ? afterBracket(authority) : authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        host(host, begin);
        int port =
                colon < 0 ? WebAddress.usual(scheme) : port(authority.substring(colon + 1), begin);
        WebAddress address = new WebAddress(scheme, host.toLowerCase(Locale.ROOT), port, rest(end));
        shortEnough(address.toString().length());
        return address;
    }

    private static void shortEnough(int length) throws Wrong {
        if (length > WebAddress.MAX_LENGTH) {
            throw new Wrong(
                    "an address can have "
                            + WebAddress.MAX_LENGTH
                            + " characters, this one has "
                            + length,
                    WebAddress.MAX_LENGTH);
        }
    }

    /** Index of the first character behind the host, from where the host begins. */
    static int endOfAuthority(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            if ("/?#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private void plainCharacters() throws Wrong {
        if (text.isEmpty()) {
            throw new Wrong("there is no address", 0);
        }
        shortEnough(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            plain(text.codePointAt(i), i);
        }
    }

    private static void plain(int c, int at) throws Wrong {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            throw new Wrong("there is a space or line break in the address, write %20", at);
        }
        int type = Character.getType(c);
        boolean hidden =
                Character.isISOControl(c)
                        || type == Character.FORMAT
                        || type == Character.SURROGATE
                        || type == Character.UNASSIGNED
                        || type == Character.PRIVATE_USE;
        if (hidden) {
            throw new Wrong("there is an invisible character in the address", at);
        }
        if (c == '\\') {
            throw new Wrong("there is a backslash in the address, write /", at);
        }
    }

    private String scheme() throws Wrong {
        Matcher named = SCHEME.matcher(text);
        if (!named.find()) {
            throw new Wrong("an address begins with https:// or http://", 0);
        }
        String scheme = named.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Wrong(shown(scheme) + ": is not allowed, only https:// and http://", 0);
        }
        if (!text.startsWith("//", named.end())) {
            throw new Wrong("after " + scheme + ": there must be //", named.end());
        }
        return scheme;
    }

    private static int afterBracket(String authority) throws Wrong {
        int close = authority.indexOf(']');
        boolean last = close == authority.length() - 1;
        if (close < 0 || !last && authority.charAt(close + 1) != ':') {
            throw new Wrong("the address in square brackets is not closed properly", 0);
        }
        return last ? -1 : close + 1;
    }

    private void host(String host, int at) throws Wrong {
        if (host.isEmpty()) {
            throw new Wrong("there is no host in the address", at);
        }
        if (host.startsWith("[")) {
            ipv6(host, at);
            return;
        }
        String[] labels = host.split("\\.", -1);
        if (host.length() > MAX_HOST) {
            throw new Wrong("the host's name is too long", at);
        }
        if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
            ipv4(labels, at);
            return;
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new Wrong(
                        host.chars().anyMatch(c -> c > '~')
                                ? "write the host with plain letters, in its xn-- form"
                                : "'" + shown(host) + "' is no name of a host",
                        at);
            }
        }
    }

    /** Browsers take 0x7f.1 and 2130706433 for 127.0.0.1; nobody writes a customer's server so. */
    private static void ipv4(String[] labels, int at) throws Wrong {
        boolean plain = labels.length == 4;
        for (String label : labels) {
            plain = plain && OCTET.matcher(label).matches();
        }
        if (!plain) {
            throw new Wrong("write the host's number as four figures, like 192.0.2.10", at);
        }
    }

    private static void ipv6(String host, int at) throws Wrong {
        String inside = host.substring(1, host.length() - 1);
        boolean literal = IPV6.matcher(inside).matches() && inside.indexOf(':') >= 0;
        try {
            // a literal in brackets is parsed and never looked up
            if (!literal || InetAddress.getByName(host) == null) {
                throw new Wrong("'" + shown(host) + "' is no IPv6 address", at);
            }
        } catch (UnknownHostException e) {
            throw new Wrong("'" + shown(host) + "' is no IPv6 address", at);
        }
    }

    private static int port(String port, int at) throws Wrong {
        if (!PORT.matcher(port).matches()
                || Integer.parseInt(port) < 1
                || Integer.parseInt(port) > MAX_PORT) {
            throw new Wrong("'" + shown(port) + "' is no port, they go from 1 to 65535", at);
        }
        return Integer.parseInt(port);
    }

    private String rest(int from) throws Wrong {
        String rest = text.substring(from);
        int broken = Percent.broken(rest);
        if (broken >= 0) {
            throw new Wrong("write %25 for a percent sign", from + broken);
        }
        return encoded(rest);
    }

    /** Letters that no address can hold, as browsers encode them. */
    static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean encode = c > '~' || TO_ENCODE.indexOf(c) >= 0;
            out.append(encode ? Percent.encode(Character.toString(c)) : Character.toString(c));
        }
        return out.toString();
    }

    private static String shown(String part) {
        return part.length() > SHOWN ? part.substring(0, SHOWN) + "…" : part;
    }
}
