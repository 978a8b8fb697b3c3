package io.belfry.ami;

import java.nio.charset.StandardCharsets;

/**
 * Finds one of a fixed set of words in a byte array without making a string of it: most headers of
 * the stream are none of ours.
 */
final class HeaderTable {
    static final int NONE = -1;

    private static final int SIZE = 512;

    private final byte[][] words;
    private final short[] slots = new short[SIZE];

    /** Answers are indexes into these words; an empty one is never found. */
    HeaderTable(String... words) {
        this.words = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            byte[] word = words[i].getBytes(StandardCharsets.ISO_8859_1);
            this.words[i] = word;
            if (word.length == 0) {
                continue;
            }
            int slot = hash(word, 0, word.length);
            while (slots[slot] != 0) {
                slot = slot + 1 & SIZE - 1;
            }
            slots[slot] = (short) (i + 1);
        }
    }

    int find(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length <= 0) {
            return NONE;
        }
        int slot = hash(bytes, from, to);
        while (slots[slot] != 0) {
            byte[] word = words[slots[slot] - 1];
            if (word.length == length && matches(word, bytes, from)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & SIZE - 1;
        }
        return NONE;
    }

    private static boolean matches(byte[] word, byte[] bytes, int from) {
        for (int i = 0; i < word.length; i++) {
            if (word[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int length = to - from;
        int middle = bytes[from + length / 2];
        int last = bytes[to - 1];
        int early = bytes[from + length / 4];
        return (length * 31 + bytes[from] * 7 + middle * 131 + last * 17 + early * 61) & SIZE - 1;
    }
}
