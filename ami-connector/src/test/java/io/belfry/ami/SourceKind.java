package io.belfry.ami;

/** The two ways to be connected; what is true of one must be true of the other. */
enum SourceKind {
    DIVERTING,
    DEFAULT;

    AmiSource connect(PbxAccess access, LinkOptions options) {
        return this == DIVERTING
                ? new DivertingSource(access, options)
                : new DefaultSource(access, options);
    }
}
