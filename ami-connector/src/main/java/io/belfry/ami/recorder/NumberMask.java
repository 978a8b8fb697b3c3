package io.belfry.ami.recorder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the digits of whatever can be a telephone number: six or more digits in a row, or with
 * single blanks and the like between them. The same number becomes the same everywhere in one
 * recording and another one in the next, numbers that end alike still end alike (the one that was
 * dialled with a prefix and the one that was sent out), and different ones stay different. Names of
 * agents' devices stay, or nobody could tell who had the call.
 */
final class NumberMask {
    private static final Pattern NUMBER = Pattern.compile("\\d(?:[ ./()-]?\\d){5,}");
    private static final Set<String> TECHNICAL =
            Set.of(
                    "Timestamp",
                    "Privilege",
                    "Interface",
                    "Location",
                    "StateInterface",
                    "MemberName",
                    "Uptime",
                    "ListItems",
                    "LastReload",
                    "What",
                    "Pbx");

    private final byte[] key = new byte[16];
    private final Set<String> agents = new HashSet<>();
    private final MessageDigest digest;

    NumberMask() {
        new SecureRandom().nextBytes(key);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Message> of(List<Message> messages) {
        messages.forEach(message -> agents.addAll(KnownState.members(message).keySet()));
        List<Message> masked = new ArrayList<>();
        messages.forEach(message -> masked.add(message.with(this::value)));
        return masked;
    }

    private String value(String name, String value) {
        if (TECHNICAL.contains(name)
                || name.endsWith("Uniqueid")
                || name.endsWith("Linkedid")
                || name.startsWith("Bridge")) {
            return value;
        }
        if (name.endsWith("Channel") || name.equals("Newname")) {
            String device = Kinship.device(value);
            return agents.contains(device)
                    ? value
                    : masked(device) + value.substring(device.length());
        }
        return masked(value);
    }

    private String masked(String value) {
        Matcher numbers = NUMBER.matcher(value);
        StringBuilder masked = new StringBuilder();
        while (numbers.find()) {
            numbers.appendReplacement(masked, Matcher.quoteReplacement(number(numbers.group())));
        }
        return numbers.appendTail(masked).toString();
    }

    /** From the last digit to the first: each is moved by what follows it. */
    private String number(String number) {
        StringBuilder masked = new StringBuilder(number);
        StringBuilder behind = new StringBuilder();
        for (int i = number.length() - 1; i >= 0; i--) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                masked.setCharAt(i, (char) ('0' + (c - '0' + shift(behind)) % 10));
                behind.append(c);
            }
        }
        return masked.toString();
    }

    private int shift(CharSequence behind) {
        digest.update(key);
        byte[] hash = digest.digest(behind.toString().getBytes(StandardCharsets.US_ASCII));
        return (hash[0] & 0xff) % 10;
    }
}
