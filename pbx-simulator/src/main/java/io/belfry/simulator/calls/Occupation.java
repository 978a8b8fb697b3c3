package io.belfry.simulator.calls;

/**
 * What a channel is busy with: the part of the PBX that must be told when somebody else ends or
 * moves it.
 */
interface Occupation {
    Occupation NONE =
            new Occupation() {
                @Override
                public void hangUp(Channel channel, HangUp how) {}

                @Override
                public boolean redirect(Channel channel, String context, String extension) {
                    return false;
                }
            };

    void hangUp(Channel channel, HangUp how);

    /**
     * Takes the channel out of what it is doing and sends it elsewhere in the dialplan. False if
     * that cannot be.
     */
    boolean redirect(Channel channel, String context, String extension);

    /** Who or what ends a channel: the person at the phone, or the manager with a cause. */
    record HangUp(boolean byPhone, int cause) {
        static final HangUp PHONE = new HangUp(true, 0);

        static HangUp manager(int cause) {
            return new HangUp(false, cause);
        }
    }
}
