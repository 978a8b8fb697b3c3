package io.belfry.core.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random words that nobody guesses, and how they are kept: only as SHA-256. */
public final class Tokens {
    private static final int BYTES = 32;
    private static final int SHORT = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** 256 bits, in 43 characters that need no escaping in addresses, cookies or forms. */
    public static String random() {
        return random(BYTES);
    }

    static String random(int bytes) {
        byte[] token = new byte[bytes];
        RANDOM.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * A plain digest is enough for what is random and long; passwords need more, see Passwords.
     *
     * @return 64 hexadecimal digits
     */
    public static String hash(String token) {
        return HexFormat.of().formatHex(sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names a content, to see whether it has changed. */
    static String fingerprint(byte[] content) {
        return HexFormat.of().formatHex(sha256(content)).substring(0, SHORT);
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes as long for a wrong guess that begins well as for one that does not. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
