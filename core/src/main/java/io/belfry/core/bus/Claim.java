package io.belfry.core.bus;

/**
 * The right to speak for a PBX, for as long as it is renewed. Whoever holds one asks {@link
 * #isValid} before each thing that others would see: a process that was frozen wakes up in the
 * middle of what it was doing.
 */
public interface Claim {
    /** Of a server that shares its PBXs with nobody. */
    Claim ALONE =
            new Claim() {
                @Override
                public long epoch() {
                    return 0;
                }

                @Override
                public boolean isValid() {
                    return true;
                }
            };

    /** Higher with each owner; 0 where there is only one. */
    long epoch();

    /** Costs next to nothing; from any thread. */
    boolean isValid();
}
