package io.belfry.ami;

import java.util.List;
import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.ManagerEvent;

/**
 * One class for each {@link AmiType}, because asterisk-java tells types of events apart by their
 * classes; a test compares the two lists.
 */
@SuppressWarnings("serial")
final class RawEvents {
    static final List<Class<? extends ManagerEvent>> ALL =
            List.of(
                    Newchannel.class,
                    Newstate.class,
                    Rename.class,
                    VarSet.class,
                    Hangup.class,
                    HangupRequest.class,
                    SoftHangupRequest.class,
                    DialBegin.class,
                    DialEnd.class,
                    BridgeEnter.class,
                    BridgeLeave.class,
                    BridgeDestroy.class,
                    LocalBridge.class,
                    LocalOptimizationBegin.class,
                    LocalOptimizationEnd.class,
                    BlindTransfer.class,
                    AttendedTransfer.class,
                    Hold.class,
                    Unhold.class,
                    QueueCallerJoin.class,
                    QueueCallerLeave.class,
                    QueueCallerAbandon.class,
                    AgentCalled.class,
                    AgentConnect.class,
                    AgentComplete.class,
                    AgentRingNoAnswer.class,
                    AgentDump.class,
                    QueueMemberAdded.class,
                    QueueMemberRemoved.class,
                    QueueMemberPause.class,
                    QueueMemberStatus.class,
                    CoreShowChannel.class,
                    CoreShowChannelsComplete.class,
                    QueueParams.class,
                    QueueMember.class,
                    QueueEntry.class,
                    QueueStatusComplete.class,
                    FullyBooted.class,
                    Shutdown.class);

    private RawEvents() {}

    @AsteriskMapping("Newchannel")
    public static final class Newchannel extends RawEvent {
        public Newchannel(Object source) {
            super(source, AmiType.NEWCHANNEL);
        }
    }

    @AsteriskMapping("Newstate")
    public static final class Newstate extends RawEvent {
        public Newstate(Object source) {
            super(source, AmiType.NEWSTATE);
        }
    }

    @AsteriskMapping("Rename")
    public static final class Rename extends RawEvent {
        public Rename(Object source) {
            super(source, AmiType.RENAME);
        }
    }

    @AsteriskMapping("VarSet")
    public static final class VarSet extends RawEvent {
        public VarSet(Object source) {
            super(source, AmiType.VAR_SET);
        }
    }

    @AsteriskMapping("Hangup")
    public static final class Hangup extends RawEvent {
        public Hangup(Object source) {
            super(source, AmiType.HANGUP);
        }
    }

    @AsteriskMapping("HangupRequest")
    public static final class HangupRequest extends RawEvent {
        public HangupRequest(Object source) {
            super(source, AmiType.HANGUP_REQUEST);
        }
    }

    @AsteriskMapping("SoftHangupRequest")
    public static final class SoftHangupRequest extends RawEvent {
        public SoftHangupRequest(Object source) {
            super(source, AmiType.SOFT_HANGUP_REQUEST);
        }
    }

    @AsteriskMapping("DialBegin")
    public static final class DialBegin extends RawEvent {
        public DialBegin(Object source) {
            super(source, AmiType.DIAL_BEGIN);
        }
    }

    @AsteriskMapping("DialEnd")
    public static final class DialEnd extends RawEvent {
        public DialEnd(Object source) {
            super(source, AmiType.DIAL_END);
        }
    }

    @AsteriskMapping("BridgeEnter")
    public static final class BridgeEnter extends RawEvent {
        public BridgeEnter(Object source) {
            super(source, AmiType.BRIDGE_ENTER);
        }
    }

    @AsteriskMapping("BridgeLeave")
    public static final class BridgeLeave extends RawEvent {
        public BridgeLeave(Object source) {
            super(source, AmiType.BRIDGE_LEAVE);
        }
    }

    @AsteriskMapping("BridgeDestroy")
    public static final class BridgeDestroy extends RawEvent {
        public BridgeDestroy(Object source) {
            super(source, AmiType.BRIDGE_DESTROY);
        }
    }

    @AsteriskMapping("LocalBridge")
    public static final class LocalBridge extends RawEvent {
        public LocalBridge(Object source) {
            super(source, AmiType.LOCAL_BRIDGE);
        }
    }

    @AsteriskMapping("LocalOptimizationBegin")
    public static final class LocalOptimizationBegin extends RawEvent {
        public LocalOptimizationBegin(Object source) {
            super(source, AmiType.LOCAL_OPTIMIZATION_BEGIN);
        }
    }

    @AsteriskMapping("LocalOptimizationEnd")
    public static final class LocalOptimizationEnd extends RawEvent {
        public LocalOptimizationEnd(Object source) {
            super(source, AmiType.LOCAL_OPTIMIZATION_END);
        }
    }

    @AsteriskMapping("BlindTransfer")
    public static final class BlindTransfer extends RawEvent {
        public BlindTransfer(Object source) {
            super(source, AmiType.BLIND_TRANSFER);
        }
    }

    @AsteriskMapping("AttendedTransfer")
    public static final class AttendedTransfer extends RawEvent {
        public AttendedTransfer(Object source) {
            super(source, AmiType.ATTENDED_TRANSFER);
        }
    }

    @AsteriskMapping("Hold")
    public static final class Hold extends RawEvent {
        public Hold(Object source) {
            super(source, AmiType.HOLD);
        }
    }

    @AsteriskMapping("Unhold")
    public static final class Unhold extends RawEvent {
        public Unhold(Object source) {
            super(source, AmiType.UNHOLD);
        }
    }

    @AsteriskMapping("QueueCallerJoin")
    public static final class QueueCallerJoin extends RawEvent {
        public QueueCallerJoin(Object source) {
            super(source, AmiType.QUEUE_CALLER_JOIN);
        }
    }

    @AsteriskMapping("QueueCallerLeave")
    public static final class QueueCallerLeave extends RawEvent {
        public QueueCallerLeave(Object source) {
            super(source, AmiType.QUEUE_CALLER_LEAVE);
        }
    }

    @AsteriskMapping("QueueCallerAbandon")
    public static final class QueueCallerAbandon extends RawEvent {
        public QueueCallerAbandon(Object source) {
            super(source, AmiType.QUEUE_CALLER_ABANDON);
        }
    }

    @AsteriskMapping("AgentCalled")
    public static final class AgentCalled extends RawEvent {
        public AgentCalled(Object source) {
            super(source, AmiType.AGENT_CALLED);
        }
    }

    @AsteriskMapping("AgentConnect")
    public static final class AgentConnect extends RawEvent {
        public AgentConnect(Object source) {
            super(source, AmiType.AGENT_CONNECT);
        }
    }

    @AsteriskMapping("AgentComplete")
    public static final class AgentComplete extends RawEvent {
        public AgentComplete(Object source) {
            super(source, AmiType.AGENT_COMPLETE);
        }
    }

    @AsteriskMapping("AgentRingNoAnswer")
    public static final class AgentRingNoAnswer extends RawEvent {
        public AgentRingNoAnswer(Object source) {
            super(source, AmiType.AGENT_RING_NO_ANSWER);
        }
    }

    @AsteriskMapping("AgentDump")
    public static final class AgentDump extends RawEvent {
        public AgentDump(Object source) {
            super(source, AmiType.AGENT_DUMP);
        }
    }

    @AsteriskMapping("QueueMemberAdded")
    public static final class QueueMemberAdded extends RawEvent {
        public QueueMemberAdded(Object source) {
            super(source, AmiType.QUEUE_MEMBER_ADDED);
        }
    }

    @AsteriskMapping("QueueMemberRemoved")
    public static final class QueueMemberRemoved extends RawEvent {
        public QueueMemberRemoved(Object source) {
            super(source, AmiType.QUEUE_MEMBER_REMOVED);
        }
    }

    @AsteriskMapping("QueueMemberPause")
    public static final class QueueMemberPause extends RawEvent {
        public QueueMemberPause(Object source) {
            super(source, AmiType.QUEUE_MEMBER_PAUSE);
        }
    }

    @AsteriskMapping("QueueMemberStatus")
    public static final class QueueMemberStatus extends RawEvent {
        public QueueMemberStatus(Object source) {
            super(source, AmiType.QUEUE_MEMBER_STATUS);
        }
    }

    @AsteriskMapping("FullyBooted")
    public static final class FullyBooted extends RawEvent {
        public FullyBooted(Object source) {
            super(source, AmiType.FULLY_BOOTED);
        }
    }

    @AsteriskMapping("Shutdown")
    public static final class Shutdown extends RawEvent {
        public Shutdown(Object source) {
            super(source, AmiType.SHUTDOWN);
        }
    }

    @AsteriskMapping("CoreShowChannel")
    public static final class CoreShowChannel extends RawEvent {
        public CoreShowChannel(Object source) {
            super(source, AmiType.CORE_SHOW_CHANNEL);
        }
    }

    @AsteriskMapping("CoreShowChannelsComplete")
    public static final class CoreShowChannelsComplete extends RawEvent {
        public CoreShowChannelsComplete(Object source) {
            super(source, AmiType.CORE_SHOW_CHANNELS_COMPLETE);
        }
    }

    @AsteriskMapping("QueueParams")
    public static final class QueueParams extends RawEvent {
        public QueueParams(Object source) {
            super(source, AmiType.QUEUE_PARAMS);
        }
    }

    @AsteriskMapping("QueueMember")
    public static final class QueueMember extends RawEvent {
        public QueueMember(Object source) {
            super(source, AmiType.QUEUE_MEMBER);
        }
    }

    @AsteriskMapping("QueueEntry")
    public static final class QueueEntry extends RawEvent {
        public QueueEntry(Object source) {
            super(source, AmiType.QUEUE_ENTRY);
        }
    }

    @AsteriskMapping("QueueStatusComplete")
    public static final class QueueStatusComplete extends RawEvent {
        public QueueStatusComplete(Object source) {
            super(source, AmiType.QUEUE_STATUS_COMPLETE);
        }
    }
}
