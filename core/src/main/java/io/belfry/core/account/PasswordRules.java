package io.belfry.core.account;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What may be a password: long, and not what everybody tries first. Nothing is asked about kinds of
 * characters, because that only makes people append "1!".
 */
public final class PasswordRules {
    public static final int SHORTEST = 12;
    public static final int LONGEST_BYTES = 1024;
    private static final int FEWEST_DIFFERENT = 5;
    private static final int LEAST_BESIDES = 4;

    private PasswordRules() {}

    /**
     * @param user log-in name, which makes a bad password
     * @return what is wrong, to stand at the field; empty for a good one
     */
    public static Optional<String> problem(String password, String user) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("must have at least " + SHORTEST + " characters");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return Optional.of("must not be longer than " + LONGEST_BYTES + " bytes");
        }
        if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("must have at least " + FEWEST_DIFFERENT + " different characters");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        String rest = user.isEmpty() ? lower : lower.replace(user.toLowerCase(Locale.ROOT), "");
        if (rest.length() < lower.length() && rest.length() <= LEAST_BESIDES) {
            return Optional.of("must be more than the user name and a few letters");
        }
        if (CommonPasswords.isCommon(password)) {
            return Optional.of("is among the first that would be guessed; take unrelated words");
        }
        return Optional.empty();
    }
}
