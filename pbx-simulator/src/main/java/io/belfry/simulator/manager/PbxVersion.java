package io.belfry.simulator.manager;

/** Which Asterisk it claims to be. */
public record PbxVersion(String asterisk, String ami) {
    /** The one on which the recordings without prefix were made. */
    public static final PbxVersion ASTERISK_22 = new PbxVersion("22.10.1", "11.0.0");

    /** The one of the {@code v18-} recordings. */
    public static final PbxVersion ASTERISK_18 = new PbxVersion("18.26.4", "7.0.3");
}
