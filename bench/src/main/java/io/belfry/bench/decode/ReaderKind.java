package io.belfry.bench.decode;

/** Who reads the stream. */
public enum ReaderKind {
    FLOOR("floor", "bytes read, empty lines counted"),
    BELFRY("belfry", "Belfry: decode + translate + track, one thread"),
    CONNECTOR("connector", "Belfry: the whole connector, log-in to event bus"),
    ASTERISK_JAVA(
            "asterisk-java", "asterisk-java 3.42.2, default connection, listener that counts"),
    ASTERISK_MANAGER("asterisk-manager", "npm asterisk-manager 0.2.0, listener that counts");

    private final String word;
    private final String words;

    ReaderKind(String word, String words) {
        this.word = word;
        this.words = words;
    }

    String word() {
        return word;
    }

    String words() {
        return words;
    }

    /** It would come back if the PBX closed. */
    boolean staysConnected() {
        return this == CONNECTOR;
    }
}
