package io.belfry.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The last thing of a page: the list goes on behind it, whatever was added in front meanwhile. */
record Cursor(long time, String id) {
    String encode() {
        byte[] bytes = (time + " " + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * @throws IllegalArgumentException for a text that is none of ours
     */
    static Cursor decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int blank = plain.indexOf(' ');
            return new Cursor(
                    Long.parseLong(plain.substring(0, blank)), plain.substring(blank + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor is not one that was answered here", e);
        }
    }
}
