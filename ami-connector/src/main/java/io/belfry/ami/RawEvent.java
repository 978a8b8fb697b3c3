package io.belfry.ami;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asteriskjava.manager.event.ManagerEvent;

/**
 * A manager event as asterisk-java's default connection can give it to us unharmed. Its own event
 * classes turn numbers into numbers and {@code <unknown>} or {@code none} into null; a header whose
 * setter takes a type with a constructor for strings is handed over as it stands. A setter for each
 * {@link AmiField}, a class for each {@link AmiType} in {@link RawEvents}.
 */
public abstract class RawEvent extends ManagerEvent {
    private static final long serialVersionUID = 1L;

    /**
     * A value as it stands in the stream; public for asterisk-java, which finds it by reflection.
     */
    public static final class Raw {
        private final String text;

        public Raw(String text) {
            this.text = text;
        }
    }

    private final transient AmiType type;
    private final transient String[] values = new String[AmiField.COUNT];
    private transient List<String> variables = List.of();
    private boolean answer;

    RawEvent(Object source, AmiType type) {
        super(source);
        this.type = type;
    }

    AmiEvent toAmiEvent() {
        return new AmiEvent(type, values, variables);
    }

    /** It answers an action of ours and is no entry of a list that we read ourselves. */
    boolean isAnswer() {
        return answer && !type.isListed();
    }

    private void set(AmiField field, Raw value) {
        if (type.uses(field)) {
            values[field.ordinal()] = value.text;
        }
    }

    public void setActionId(String actionId) {
        answer = true;
    }

    @Override
    public void setChanVariables(Map<String, String> named) {
        variables = new ArrayList<>();
        named.forEach((name, value) -> variables.add(name + "=" + value));
    }

    public void setChannel(Raw value) {
        set(AmiField.CHANNEL, value);
    }

    public void setUniqueid(Raw value) {
        set(AmiField.UNIQUEID, value);
    }

    public void setLinkedid(Raw value) {
        set(AmiField.LINKEDID, value);
    }

    public void setCallerIDNum(Raw value) {
        set(AmiField.CALLER_ID_NUM, value);
    }

    public void setCallerIDName(Raw value) {
        set(AmiField.CALLER_ID_NAME, value);
    }

    public void setContext(Raw value) {
        set(AmiField.CONTEXT, value);
    }

    public void setExten(Raw value) {
        set(AmiField.EXTEN, value);
    }

    public void setChannelState(Raw value) {
        set(AmiField.CHANNEL_STATE, value);
    }

    public void setDestChannel(Raw value) {
        set(AmiField.DEST_CHANNEL, value);
    }

    public void setDestUniqueid(Raw value) {
        set(AmiField.DEST_UNIQUEID, value);
    }

    public void setDestCallerIDNum(Raw value) {
        set(AmiField.DEST_CALLER_ID_NUM, value);
    }

    public void setDialString(Raw value) {
        set(AmiField.DIAL_STRING, value);
    }

    public void setDialStatus(Raw value) {
        set(AmiField.DIAL_STATUS, value);
    }

    public void setForward(Raw value) {
        set(AmiField.FORWARD, value);
    }

    public void setCause(Raw value) {
        set(AmiField.CAUSE, value);
    }

    public void setNewname(Raw value) {
        set(AmiField.NEWNAME, value);
    }

    public void setVariable(Raw value) {
        set(AmiField.VARIABLE, value);
    }

    public void setValue(Raw value) {
        set(AmiField.VALUE, value);
    }

    public void setQueue(Raw value) {
        set(AmiField.QUEUE, value);
    }

    public void setInterface(Raw value) {
        set(AmiField.INTERFACE, value);
    }

    public void setMemberName(Raw value) {
        set(AmiField.MEMBER_NAME, value);
    }

    public void setStateInterface(Raw value) {
        set(AmiField.STATE_INTERFACE, value);
    }

    public void setPosition(Raw value) {
        set(AmiField.POSITION, value);
    }

    public void setOriginalPosition(Raw value) {
        set(AmiField.ORIGINAL_POSITION, value);
    }

    public void setHoldTime(Raw value) {
        set(AmiField.HOLD_TIME, value);
    }

    public void setRingTime(Raw value) {
        set(AmiField.RING_TIME, value);
    }

    public void setTalkTime(Raw value) {
        set(AmiField.TALK_TIME, value);
    }

    public void setReason(Raw value) {
        set(AmiField.REASON, value);
    }

    public void setPaused(Raw value) {
        set(AmiField.PAUSED, value);
    }

    public void setPausedReason(Raw value) {
        set(AmiField.PAUSED_REASON, value);
    }

    public void setStatus(Raw value) {
        set(AmiField.STATUS, value);
    }

    public void setBridgeUniqueid(Raw value) {
        set(AmiField.BRIDGE_UNIQUEID, value);
    }

    public void setLocalOneChannel(Raw value) {
        set(AmiField.LOCAL_ONE_CHANNEL, value);
    }

    public void setLocalOneUniqueid(Raw value) {
        set(AmiField.LOCAL_ONE_UNIQUEID, value);
    }

    public void setLocalTwoChannel(Raw value) {
        set(AmiField.LOCAL_TWO_CHANNEL, value);
    }

    public void setLocalTwoUniqueid(Raw value) {
        set(AmiField.LOCAL_TWO_UNIQUEID, value);
    }

    public void setSourceUniqueid(Raw value) {
        set(AmiField.SOURCE_UNIQUEID, value);
    }

    public void setTransfererChannel(Raw value) {
        set(AmiField.TRANSFERER_CHANNEL, value);
    }

    public void setTransfererUniqueid(Raw value) {
        set(AmiField.TRANSFERER_UNIQUEID, value);
    }

    public void setTransfereeChannel(Raw value) {
        set(AmiField.TRANSFEREE_CHANNEL, value);
    }

    public void setTransfereeUniqueid(Raw value) {
        set(AmiField.TRANSFEREE_UNIQUEID, value);
    }

    public void setOrigTransfererChannel(Raw value) {
        set(AmiField.ORIG_TRANSFERER_CHANNEL, value);
    }

    public void setOrigTransfererUniqueid(Raw value) {
        set(AmiField.ORIG_TRANSFERER_UNIQUEID, value);
    }

    public void setSecondTransfererChannel(Raw value) {
        set(AmiField.SECOND_TRANSFERER_CHANNEL, value);
    }

    public void setSecondTransfererUniqueid(Raw value) {
        set(AmiField.SECOND_TRANSFERER_UNIQUEID, value);
    }

    public void setTransferTargetChannel(Raw value) {
        set(AmiField.TRANSFER_TARGET_CHANNEL, value);
    }

    public void setTransferTargetUniqueid(Raw value) {
        set(AmiField.TRANSFER_TARGET_UNIQUEID, value);
    }

    public void setDestType(Raw value) {
        set(AmiField.DEST_TYPE, value);
    }

    public void setExtension(Raw value) {
        set(AmiField.EXTENSION, value);
    }

    public void setResult(Raw value) {
        set(AmiField.RESULT, value);
    }

    public void setName(Raw value) {
        set(AmiField.NAME, value);
    }

    public void setLocation(Raw value) {
        set(AmiField.LOCATION, value);
    }

    public void setInCall(Raw value) {
        set(AmiField.IN_CALL, value);
    }

    public void setApplication(Raw value) {
        set(AmiField.APPLICATION, value);
    }

    public void setApplicationData(Raw value) {
        set(AmiField.APPLICATION_DATA, value);
    }

    public void setBridgeId(Raw value) {
        set(AmiField.BRIDGE_ID, value);
    }

    public void setListItems(Raw value) {
        set(AmiField.LIST_ITEMS, value);
    }

    public void setUptime(Raw value) {
        set(AmiField.UPTIME, value);
    }
}
