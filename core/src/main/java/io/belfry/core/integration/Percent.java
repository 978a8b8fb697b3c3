package io.belfry.core.integration;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent encoding of RFC 3986: UTF-8, a space is %20 and a plus %2B. */
final class Percent {
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    /** Encodes all but the letters that mean nothing anywhere in an address. */
    static String encode(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Index of the first percent sign without two hexadecimal digits behind it; -1 for none. */
    static int broken(String text) {
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            boolean whole =
                    at + 2 < text.length()
                            && isHex(text.charAt(at + 1))
                            && isHex(text.charAt(at + 2));
            if (!whole) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
