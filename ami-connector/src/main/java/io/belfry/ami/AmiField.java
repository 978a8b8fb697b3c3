package io.belfry.ami;

/** The headers of manager events that we use. */
enum AmiField {
    CHANNEL("Channel"),
    UNIQUEID("Uniqueid"),
    LINKEDID("Linkedid"),
    CALLER_ID_NUM("CallerIDNum"),
    CALLER_ID_NAME("CallerIDName"),
    CONTEXT("Context"),
    EXTEN("Exten"),
    CHANNEL_STATE("ChannelState"),
    DEST_CHANNEL("DestChannel"),
    DEST_UNIQUEID("DestUniqueid"),
    DEST_CALLER_ID_NUM("DestCallerIDNum"),
    DIAL_STRING("DialString"),
    DIAL_STATUS("DialStatus"),
    FORWARD("Forward"),
    CAUSE("Cause"),
    NEWNAME("Newname"),
    VARIABLE("Variable"),
    VALUE("Value"),
    QUEUE("Queue"),
    INTERFACE("Interface"),
    MEMBER_NAME("MemberName"),
    STATE_INTERFACE("StateInterface"),
    POSITION("Position"),
    ORIGINAL_POSITION("OriginalPosition"),
    HOLD_TIME("HoldTime"),
    RING_TIME("RingTime"),
    TALK_TIME("TalkTime"),
    REASON("Reason"),
    PAUSED("Paused"),
    PAUSED_REASON("PausedReason"),
    STATUS("Status"),
    BRIDGE_UNIQUEID("BridgeUniqueid"),
    LOCAL_ONE_CHANNEL("LocalOneChannel"),
    LOCAL_ONE_UNIQUEID("LocalOneUniqueid"),
    LOCAL_TWO_CHANNEL("LocalTwoChannel"),
    LOCAL_TWO_UNIQUEID("LocalTwoUniqueid"),
    SOURCE_UNIQUEID("SourceUniqueid"),
    TRANSFERER_CHANNEL("TransfererChannel"),
    TRANSFERER_UNIQUEID("TransfererUniqueid"),
    TRANSFEREE_CHANNEL("TransfereeChannel"),
    TRANSFEREE_UNIQUEID("TransfereeUniqueid"),
    ORIG_TRANSFERER_CHANNEL("OrigTransfererChannel"),
    ORIG_TRANSFERER_UNIQUEID("OrigTransfererUniqueid"),
    SECOND_TRANSFERER_CHANNEL("SecondTransfererChannel"),
    SECOND_TRANSFERER_UNIQUEID("SecondTransfererUniqueid"),
    TRANSFER_TARGET_CHANNEL("TransferTargetChannel"),
    TRANSFER_TARGET_UNIQUEID("TransferTargetUniqueid"),
    DEST_TYPE("DestType"),
    EXTENSION("Extension"),
    RESULT("Result"),
    NAME("Name"),
    LOCATION("Location"),
    IN_CALL("InCall"),
    APPLICATION("Application"),
    APPLICATION_DATA("ApplicationData"),
    BRIDGE_ID("BridgeId"),
    LIST_ITEMS("ListItems"),
    UPTIME("Uptime");

    static final int COUNT = values().length;

    private final String word;

    AmiField(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
