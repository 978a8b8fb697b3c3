package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.state.CEscapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes what happens to channels and bridges as the events of Asterisk 22, line for line as
 * recorded.
 */
final class Wire {
    private static final Map<Integer, String> CAUSES =
            Map.of(
                    0, "Unknown",
                    1, "Unallocated (unassigned) number",
                    16, "Normal Clearing",
                    17, "User busy",
                    19, "User alerting, no answer",
                    21, "Call Rejected",
                    26, "Answered elsewhere",
                    34, "Circuit/channel congestion",
                    127, "Interworking, unspecified");

    /** For lines that an event has only sometimes. */
    static final int NO_CAUSE = -1;

    private final Consumer<AmiEvent> sink;

    Wire(Consumer<AmiEvent> sink) {
        this.sink = sink;
    }

    void send(AmiEvent event) {
        sink.accept(event);
    }

    /** An event about one channel; {@code more} are names and values by turns. */
    void about(Channel channel, String type, Privilege privilege, String... more) {
        AmiEvent.Builder event = AmiEvent.of(type, privilege);
        channel.snapshot().write(event, "");
        pairs(event, more);
        sink.accept(event.build());
    }

    static void pairs(AmiEvent.Builder event, String... more) {
        for (int i = 0; i < more.length; i += 2) {
            event.with(more[i], more[i + 1]);
        }
    }

    void newChannel(Channel channel) {
        about(channel, "Newchannel", Privilege.CALL);
    }

    void newState(Channel channel, int state) {
        channel.state = state;
        about(channel, "Newstate", Privilege.CALL);
    }

    void exten(
            Channel channel, String context, String exten, int priority, String app, String data) {
        channel.at(context, exten, priority);
        app(channel, app, data);
    }

    /** The same place, another application. */
    void app(Channel channel, String app, String data) {
        channel.application = app;
        channel.applicationData = data;
        about(
                channel,
                "Newexten",
                Privilege.DIALPLAN,
                "Extension",
                channel.exten,
                "Application",
                app,
                "AppData",
                data);
    }

    void varset(Channel channel, String variable, String value) {
        if (variable.startsWith("__")) {
            channel.bequeath(variable, value);
        }
        tellVariable(channel, variable, value);
    }

    private void tellVariable(Channel channel, String variable, String value) {
        about(
                channel,
                "VarSet",
                Privilege.DIALPLAN,
                "Variable",
                variable,
                "Value",
                CEscapes.escape(value));
    }

    /** A new leg gets the variables that were set for its like. */
    void inherit(Channel leg, Channel from) {
        for (Map.Entry<String, String> variable : from.inheritance()) {
            leg.inherit(variable.getKey(), variable.getValue());
            tellVariable(leg, variable.getKey(), variable.getValue());
        }
    }

    /** Names and values by turns. */
    void varsets(Channel channel, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            varset(channel, pairs[i], pairs[i + 1]);
        }
    }

    /** Some times are told in whole seconds and in milliseconds. */
    void time(Channel channel, String variable, long millis) {
        varset(channel, variable, Long.toString(millis / 1000));
        varset(channel, variable + "_MS", Long.toString(millis));
    }

    void noTime(Channel channel, String variable) {
        varset(channel, variable, "");
        varset(channel, variable + "_MS", "");
    }

    void callerId(Channel channel, String number, String name) {
        channel.caller(number, name);
        about(
                channel,
                "NewCallerid",
                Privilege.CALL,
                "CID-CallingPres",
                "0 (Presentation Allowed, Not Screened)");
    }

    void connectedLine(Channel channel, String number, String name) {
        channel.connectedNumber = number;
        channel.connectedName = name;
        about(channel, "NewConnectedLine", Privilege.CALL);
    }

    void musicStarts(Channel channel) {
        about(channel, "MusicOnHoldStart", Privilege.CALL, "Class", "default");
    }

    void musicStops(Channel channel) {
        about(channel, "MusicOnHoldStop", Privilege.CALL);
    }

    /** The phone, or the network behind it, wants to end. */
    void hangupRequest(Channel channel, int cause, int techCause) {
        AmiEvent.Builder event = AmiEvent.of("HangupRequest", Privilege.CALL);
        channel.snapshot().write(event, "");
        causes(event, cause, techCause);
        sink.accept(event.build());
    }

    void softHangup(Channel channel, int techCause) {
        AmiEvent.Builder event = AmiEvent.of("SoftHangupRequest", Privilege.CALL);
        channel.snapshot().write(event, "");
        causes(event, 16, techCause);
        sink.accept(event.build());
    }

    private static void causes(AmiEvent.Builder event, int cause, int techCause) {
        if (cause != NO_CAUSE) {
            event.with("Cause", cause);
        }
        if (techCause != NO_CAUSE) {
            event.with("TechCause", techCause);
        }
    }

    void hangup(Channel channel, int cause, int techCause) {
        AmiEvent.Builder event = AmiEvent.of("Hangup", Privilege.CALL);
        channel.snapshot().write(event, "");
        event.with("Cause", cause).with("Cause-txt", CAUSES.getOrDefault(cause, "Unknown"));
        causes(event, NO_CAUSE, techCause);
        sink.accept(event.build());
    }

    /** A call from one channel to another; a call that the PBX makes by itself has no first one. */
    void dial(String type, Optional<Channel> from, Channel.Snapshot to, String line, String value) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.CALL);
        from.ifPresent(channel -> channel.snapshot().write(event, ""));
        to.write(event, "Dest");
        sink.accept(event.with(line, value).build());
    }

    void dialEnd(Optional<Channel> from, Channel to, String status) {
        dial("DialEnd", from, to.snapshot(), "DialStatus", status);
    }

    void dialRinging(Optional<Channel> from, Channel to) {
        dial("DialState", from, to.snapshot(), "DialStatus", "RINGING");
    }

    void bridge(String type, Bridge bridge) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.CALL);
        bridge.lines(event, "");
        sink.accept(event.build());
    }

    void bridge(String type, Bridge bridge, Channel channel, String... more) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.CALL);
        bridge.lines(event, "");
        channel.snapshot().write(event, "");
        pairs(event, more);
        sink.accept(event.build());
    }

    /** Two ends of a Local channel, and more about them. */
    void local(String type, List<Channel> ends, Optional<Channel> source, String... more) {
        AmiEvent.Builder event = AmiEvent.of(type, Privilege.CALL);
        ends.get(0).snapshot().write(event, "LocalOne");
        ends.get(1).snapshot().write(event, "LocalTwo");
        source.ifPresent(channel -> channel.snapshot().write(event, "Source"));
        pairs(event, more);
        sink.accept(event.build());
    }

    void device(String device, String state) {
        sink.accept(
                AmiEvent.of("DeviceStateChange", Privilege.CALL)
                        .with("Device", device)
                        .with("State", state)
                        .build());
    }
}
