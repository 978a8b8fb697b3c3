package io.belfry.ami;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The manager events that we use; all others are passed over before anything is built from them.
 */
enum AmiType {
    NEWCHANNEL("Newchannel"),
    NEWSTATE("Newstate"),
    RENAME("Rename"),
    /** Two of three events are of this kind: what nobody reads is not even decoded. */
    VAR_SET("VarSet", AmiField.UNIQUEID, AmiField.VARIABLE, AmiField.VALUE),
    HANGUP("Hangup"),
    HANGUP_REQUEST("HangupRequest"),
    SOFT_HANGUP_REQUEST("SoftHangupRequest"),
    DIAL_BEGIN("DialBegin"),
    DIAL_END("DialEnd"),
    BRIDGE_ENTER("BridgeEnter"),
    BRIDGE_LEAVE("BridgeLeave"),
    BRIDGE_DESTROY("BridgeDestroy"),
    LOCAL_BRIDGE("LocalBridge"),
    LOCAL_OPTIMIZATION_BEGIN(
            "LocalOptimizationBegin", AmiField.LOCAL_TWO_UNIQUEID, AmiField.SOURCE_UNIQUEID),
    LOCAL_OPTIMIZATION_END("LocalOptimizationEnd"),
    BLIND_TRANSFER("BlindTransfer"),
    ATTENDED_TRANSFER("AttendedTransfer"),
    HOLD("Hold"),
    UNHOLD("Unhold"),
    QUEUE_CALLER_JOIN("QueueCallerJoin"),
    QUEUE_CALLER_LEAVE("QueueCallerLeave"),
    QUEUE_CALLER_ABANDON("QueueCallerAbandon"),
    AGENT_CALLED("AgentCalled"),
    AGENT_CONNECT("AgentConnect"),
    AGENT_COMPLETE("AgentComplete"),
    AGENT_RING_NO_ANSWER("AgentRingNoAnswer"),
    AGENT_DUMP("AgentDump"),
    QUEUE_MEMBER_ADDED("QueueMemberAdded"),
    QUEUE_MEMBER_REMOVED("QueueMemberRemoved"),
    QUEUE_MEMBER_PAUSE("QueueMemberPause"),
    QUEUE_MEMBER_STATUS("QueueMemberStatus"),
    /** The lists of a snapshot: the answers to CoreShowChannels and QueueStatus. */
    CORE_SHOW_CHANNEL("CoreShowChannel"),
    CORE_SHOW_CHANNELS_COMPLETE("CoreShowChannelsComplete"),
    QUEUE_PARAMS("QueueParams"),
    QUEUE_MEMBER("QueueMember"),
    QUEUE_ENTRY("QueueEntry"),
    QUEUE_STATUS_COMPLETE("QueueStatusComplete"),
    FULLY_BOOTED("FullyBooted"),
    SHUTDOWN("Shutdown");

    private static final Map<String, AmiType> BY_WORD = new HashMap<>();

    static {
        for (AmiType type : values()) {
            BY_WORD.put(type.word, type);
        }
    }

    private final String word;
    private final Set<AmiField> fields;

    /**
     * @param only the headers that are used; all when none is named
     */
    AmiType(String word, AmiField... only) {
        this.word = word;
        this.fields =
                only.length == 0
                        ? EnumSet.allOf(AmiField.class)
                        : EnumSet.copyOf(Arrays.asList(only));
    }

    /** Whether somebody reads this header of such events. */
    boolean uses(AmiField field) {
        return fields.contains(field);
    }

    /** An answer to one of our own list actions, which we read ourselves like any event. */
    boolean isListed() {
        return compareTo(CORE_SHOW_CHANNEL) >= 0 && compareTo(QUEUE_STATUS_COMPLETE) <= 0;
    }

    /** The name in the stream. */
    String word() {
        return word;
    }

    /**
     * @return null for an event that we do not use; this is the one hot place where null is cheaper
     *     than a box
     */
    static AmiType of(String word) {
        return BY_WORD.get(word);
    }
}
