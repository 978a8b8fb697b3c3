package io.belfry.realtimepush.socketio;

/** JSON that says the same in ASCII, so that every client counts and decodes it alike. */
public final class Ascii {
    private static final int LAST = 0x7e;
    private static final String DIGITS = "0123456789abcdef";

    private Ascii() {}

    /** Letters beyond ASCII stand only inside strings, where an escape means the same. */
    public static String json(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (json.charAt(i) > LAST) {
                return escaped(json);
            }
        }
        return json;
    }

    private static String escaped(String json) {
        StringBuilder text = new StringBuilder(json.length() + 32);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c <= LAST) {
                text.append(c);
            } else {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(DIGITS.charAt(c >> shift & 0xf));
                }
            }
        }
        return text.toString();
    }
}
