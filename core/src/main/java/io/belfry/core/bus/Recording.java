package io.belfry.core.bus;

/**
 * What a PBX said of one call.
 *
 * @param bytes of the recording, each a character of the same number; empty when there is none (any
 *     more)
 */
public record Recording(String bytes) {
    /** Without what people said. */
    @Override
    public String toString() {
        return bytes.length() + " bytes";
    }
}
