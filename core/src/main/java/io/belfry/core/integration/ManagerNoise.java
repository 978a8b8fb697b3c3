package io.belfry.core.integration;

import java.util.List;

/**
 * Manager events that no call event is ever made of: what telephones, codecs and the dialplan tell
 * each other. One list for the filter that Belfry sets itself and for the lines of {@code
 * manager.conf} that it proposes. VarSet is never on it, because any variable may be one that an
 * administrator asks for.
 */
public final class ManagerNoise {
    public static final List<String> EVENTS =
            List.of(
                    "RTCPSent",
                    "RTCPReceived",
                    "Newexten",
                    "DeviceStateChange",
                    "ExtensionStatus",
                    "PresenceStateChange",
                    "MusicOnHoldStart",
                    "MusicOnHoldStop",
                    "DTMFBegin",
                    "DTMFEnd",
                    "ChannelTalkingStart",
                    "ChannelTalkingStop",
                    "CEL",
                    "Cdr",
                    "PeerStatus",
                    "ContactStatus");

    /**
     * The start of an excluding expression for {@code eventfilter} and the action Filter: a POSIX
     * extended expression that Asterisk compares with the whole text of an event.
     */
    public static final String EXCLUDED = "!^Event: (" + String.join("|", EVENTS) + ")";

    private ManagerNoise() {}
}
