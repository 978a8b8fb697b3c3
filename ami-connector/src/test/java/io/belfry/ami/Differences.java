package io.belfry.ami;

/**
 * Compares events field by field, so that a difference has a name. Blanks at the ends of values do
 * not count: asterisk-java strips them.
 */
final class Differences {
    private Differences() {}

    static int of(AmiEvent a, AmiEvent b) {
        StringBuilder words = new StringBuilder();
        if (a.type() != b.type()) {
            words.append(a.type()).append(" / ").append(b.type());
        }
        for (AmiField field : AmiField.values()) {
            if (a.has(field) != b.has(field)
                    || !a.get(field).strip().equals(b.get(field).strip())) {
                words.append(" ").append(field).append(": ").append(a.get(field));
                words.append(" / ").append(b.get(field)).append(";");
            }
        }
        if (!a.channelVariables().equals(b.channelVariables())) {
            words.append(a.channelVariables()).append(" / ").append(b.channelVariables());
        }
        if (words.length() > 0) {
            throw new AssertionError(a + ": " + words);
        }
        return 0;
    }
}
