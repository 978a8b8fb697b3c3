package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Header;
import io.belfry.simulator.state.ChannelState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The action Status: every channel with more detail than CoreShowChannels and, when asked for, the
 * values of variables. What only the audio path knows (formats, groups) is given as an idle
 * telephone has it.
 */
final class ChannelStatus {
    /** As an idle telephone has it. */
    private static final List<Header> AUDIO =
            List.of(
                    new Header("Nativeformats", "(ulaw)"),
                    new Header("Readformat", "ulaw"),
                    new Header("Readtrans", ""),
                    new Header("Writeformat", "ulaw"),
                    new Header("Writetrans", ""),
                    new Header("Callgroup", "0"),
                    new Header("Pickupgroup", "0"));

    private final ManagedPbx pbx;

    ChannelStatus(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void handle(ActionRequest request) {
        String wanted = request.get("Channel");
        Optional<ChannelState> one = pbx.state().channel(wanted);
        if (!wanted.isEmpty() && one.isEmpty()) {
            request.error("No such channel");
            return;
        }
        List<ChannelState> channels =
                wanted.isEmpty() ? pbx.state().channels() : List.of(one.get());
        List<String> variables =
                request.get("Variables").isEmpty()
                        ? List.of()
                        : List.of(request.get("Variables").split(","));
        StringBuilder text = new StringBuilder();
        text.append("Response: Success\r\n").append(request.idLine());
        text.append("EventList: start\r\nMessage: Channel status will follow\r\n\r\n");
        channels.forEach(channel -> item(text, channel, variables, request.idLine()));
        text.append("Event: StatusComplete\r\n").append(request.idLine());
        text.append("EventList: Complete\r\nListItems: ").append(channels.size());
        text.append("\r\nItems: ").append(channels.size()).append("\r\n\r\n");
        request.session().write(text.toString());
    }

    private void item(
            StringBuilder text, ChannelState channel, List<String> variables, String idLine) {
        text.append("Event: Status\r\n");
        for (Header line : lines(channel, variables)) {
            text.append(line.name()).append(": ").append(line.value()).append("\r\n");
        }
        text.append(idLine).append("\r\n");
    }

    private List<Header> lines(ChannelState channel, List<String> variables) {
        List<Header> lines = new ArrayList<>();
        lines.add(new Header("Privilege", "Call"));
        StateLists.snapshot(channel).forEach((name, value) -> lines.add(new Header(name, value)));
        lines.add(
                new Header(
                        "Type",
                        channel.name().substring(0, Math.max(0, channel.name().indexOf('/')))));
        lines.add(new Header("DNID", channel.dialled()));
        lines.add(new Header("EffectiveConnectedLineNum", channel.get("ConnectedLineNum")));
        lines.add(new Header("EffectiveConnectedLineName", channel.get("ConnectedLineName")));
        lines.add(new Header("TimeToHangup", "0"));
        lines.add(new Header("BridgeID", channel.bridge()));
        lines.add(new Header("Application", channel.application()));
        lines.add(new Header("Data", channel.applicationData()));
        lines.addAll(AUDIO);
        long seconds = Duration.between(channel.since(), pbx.now()).toSeconds();
        lines.add(new Header("Seconds", Long.toString(seconds)));
        for (String name : variables) {
            lines.add(new Header("Variable", name + "=" + channel.variable(name).orElse("(null)")));
        }
        return lines;
    }
}
