package io.belfry.core.store;

/** Somebody else saved since these settings were loaded; load them again and decide anew. */
public final class StaleSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleSettings(long version) {
        super("version " + version + " of the settings is not the newest");
    }
}
