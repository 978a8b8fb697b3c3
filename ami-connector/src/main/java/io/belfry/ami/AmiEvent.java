package io.belfry.ami;

import java.util.Arrays;
import java.util.List;

/**
 * One manager event: its type and the headers that we use. asterisk-java's classes end before it.
 */
final class AmiEvent {
    private final AmiType type;
    private final String[] values;
    private final List<String> channelVariables;

    /**
     * @param values by ordinal of {@link AmiField}, null where the header was not there; kept, not
     *     copied
     * @param channelVariables {@code name=value} of the {@code ChanVariable} headers
     */
    AmiEvent(AmiType type, String[] values, List<String> channelVariables) {
        this.type = type;
        this.values = values;
        this.channelVariables = channelVariables;
    }

    AmiType type() {
        return type;
    }

    /** The value as it stands in the stream, empty when the header is missing. */
    String get(AmiField field) {
        String value = values[field.ordinal()];
        return value == null ? "" : value;
    }

    boolean has(AmiField field) {
        return values[field.ordinal()] != null;
    }

    List<String> channelVariables() {
        return channelVariables;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AmiEvent that
                && type == that.type
                && Arrays.equals(values, that.values)
                && channelVariables.equals(that.channelVariables);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(values);
    }

    /** Type and Uniqueid only: the rest are people's numbers. */
    @Override
    public String toString() {
        return type.word() + " " + get(AmiField.UNIQUEID);
    }
}
