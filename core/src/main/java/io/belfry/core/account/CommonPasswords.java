package io.belfry.core.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells passwords that attackers try first. Long ones of that kind are made of few well-known
 * pieces – a popular word or two, a walk over the keyboard, a year – so pieces are counted instead
 * of keeping a list of millions.
 */
final class CommonPasswords {
    /** What takes no more pieces than this is guessed in minutes. */
    private static final int FEW_PIECES = 3;

    private static final int SHORTEST_WALK = 3;
    private static final int LONGEST_NUMBER = 4;
    private static final int LONGEST_CHECKED = 64;

    private static final List<String> WALKS =
            Stream.of(
                            "abcdefghijklmnopqrstuvwxyz",
                            "01234567890123456789",
                            "qwertyuiop",
                            "qwertzuiop",
                            "azertyuiop",
                            "asdfghjkl",
                            "qsdfghjklm",
                            "zxcvbnm",
                            "yxcvbnm",
                            "wxcvbn",
                            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
                            "qazwsxedcrfvtgbyhnujm",
                            "1q2w3e4r5t6y7u8i9o0p",
                            "q1w2e3r4t5y6u7i8o9p0",
                            "a1b2c3d4e5f6g7h8i9",
                            "1a2b3c4d5e6f7g8h9i",
                            "aabbccddeeffgghhiijjkk",
                            "112233445566778899")
                    .flatMap(walk -> Stream.of(walk, new StringBuilder(walk).reverse().toString()))
                    .toList();

    private static final Set<String> WORDS = words();

    private CommonPasswords() {}

    static boolean isCommon(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        return repeats(lower) || pieces(lower) <= FEW_PIECES;
    }

    /** Something short, again and again. */
    private static boolean repeats(String text) {
        for (int unit = 1; unit <= text.length() / 2; unit++) {
            if (text.startsWith(text.substring(unit))) {
                return true;
            }
        }
        return false;
    }

    /** The fewest pieces that the text can be put together from. */
    private static int pieces(String text) {
        if (text.length() > LONGEST_CHECKED) {
            // nobody has so much of it by heart
            return text.length();
        }
        String plain = withoutDisguise(text);
        int[] fewest = new int[text.length() + 1];
        for (int end = 1; end <= text.length(); end++) {
            fewest[end] = fewest[end - 1] + (isFiller(text.charAt(end - 1)) ? 0 : 1);
            for (int start = 0; start < end - 1; start++) {
                if (isPiece(text.substring(start, end), plain.substring(start, end))) {
                    fewest[end] = Math.min(fewest[end], fewest[start] + 1);
                }
            }
        }
        return fewest[text.length()];
    }

    private static boolean isPiece(String text, String plain) {
        return WORDS.contains(text)
                || WORDS.contains(plain)
                || text.length() >= SHORTEST_WALK && WALKS.stream().anyMatch(w -> w.contains(text))
                || text.length() <= LONGEST_NUMBER && text.chars().allMatch(Character::isDigit)
                || text.chars().allMatch(c -> c == text.charAt(0));
    }

    /** What people put between and behind, in the belief that it helps. */
    private static boolean isFiller(char c) {
        return c < 128 && !Character.isLetterOrDigit(c);
    }

    private static String withoutDisguise(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            int at = "0134578@$!|+".indexOf(c);
            plain.append(at < 0 ? c : "oieastbasilt".charAt(at));
        }
        return plain.toString();
    }

    private static Set<String> words() {
        try (InputStream in = CommonPasswords.class.getResourceAsStream("common-words.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split("\\s+")))
                    .filter(word -> !word.isBlank())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("can not read the list of common words", e);
        }
    }
}
