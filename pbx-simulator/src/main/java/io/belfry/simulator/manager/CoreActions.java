package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.state.CEscapes;
import io.belfry.simulator.state.ChannelState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the PBX is and which channels and bridges it has. */
final class CoreActions {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final ManagedPbx pbx;

    CoreActions(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void register(ActionTable table) {
        table.add(
                "CoreSettings",
                "system,reporting",
                "Show PBX core settings (version etc).",
                this::settings);
        table.add(
                "CoreStatus", "system,reporting", "Show PBX core status variables.", this::status);
        table.add(
                "CoreShowChannels",
                "system,reporting",
                "List currently active channels.",
                this::channels);
        table.add(
                "Status",
                "system,call,reporting",
                "List channel status.",
                new ChannelStatus(pbx)::handle);
        table.add("BridgeList", "", "Get a list of bridges in the system.", this::bridges);
        table.add("BridgeInfo", "", "Get information about a bridge.", this::bridge);
        table.add(
                "Getvar",
                "call,reporting",
                "Gets a channel variable or function value.",
                this::getvar);
        table.add("Setvar", "call", "Sets a channel variable or function value.", this::setvar);
        table.add("Command", "command", "Execute Asterisk CLI Command.", this::command);
    }

    private void settings(ActionRequest request) {
        request.success(
                "AMIversion: " + pbx.version().ami(),
                "AsteriskVersion: " + pbx.version().asterisk(),
                "SystemName: ",
                "CoreMaxCalls: 0",
                "CoreMaxLoadAvg: 0.000000",
                "CoreRunUser: ",
                "CoreRunGroup: ",
                "CoreMaxFilehandles: 0",
                "CoreRealTimeEnabled: No",
                "CoreCDRenabled: Yes",
                "CoreHTTPenabled: No",
                "SoundsSearchCustomDir: No");
    }

    private void status(ActionRequest request) {
        Instant boot = pbx.bootTime();
        request.success(
                "CoreStartupDate: " + DATE.format(boot),
                "CoreStartupTime: " + TIME.format(boot),
                "CoreReloadDate: " + DATE.format(boot),
                "CoreReloadTime: " + TIME.format(boot),
                "CoreCurrentCalls: " + pbx.state().liveCalls(),
                "CoreProcessedCalls: " + pbx.state().callsSeen());
    }

    private void channels(ActionRequest request) {
        ActionRequest.Listing list = request.list("Channels will follow");
        new StateLists(pbx.state(), pbx.now())
                .channels()
                .forEach(item -> list.idFirst(item.event(), item.lines()));
        list.complete("CoreShowChannelsComplete", Map.of());
    }

    private void bridges(ActionRequest request) {
        String type = request.get("BridgeType");
        ActionRequest.Listing list = request.list("Bridge listing will follow");
        pbx.state().bridges().stream()
                .filter(bridge -> type.isEmpty() || type.equals(bridge.get("BridgeType")))
                .forEach(bridge -> list.idFirst("BridgeListItem", bridge));
        list.complete("BridgeListComplete", Map.of());
    }

    private void bridge(ActionRequest request) {
        String id = request.get("BridgeUniqueid");
        if (id.isEmpty()) {
            request.error("BridgeUniqueid must be provided");
            return;
        }
        Optional<Map<String, String>> bridge = pbx.state().bridge(id);
        if (bridge.isEmpty()) {
            request.error("Specified BridgeUniqueid not found");
            return;
        }
        ActionRequest.Listing list = request.list("Bridge channel listing will follow");
        pbx.state().channels().stream()
                .filter(channel -> channel.bridge().equals(id))
                .forEach(
                        channel -> list.idFirst("BridgeInfoChannel", StateLists.snapshot(channel)));
        list.complete("BridgeInfoComplete", bridge.get());
    }

    private void getvar(ActionRequest request) {
        String variable = request.get("Variable");
        String name = request.get("Channel");
        if (variable.isEmpty()) {
            request.error("No variable specified");
            return;
        }
        Optional<ChannelState> channel = pbx.state().channel(name);
        if (!name.isEmpty() && channel.isEmpty()) {
            request.error("No such channel");
            return;
        }
        String value =
                channel.map(c -> value(c, variable)).orElseGet(() -> pbx.globalVariable(variable));
        request.success("Variable: " + variable, "Value: " + value);
    }

    /** Functions that clients use, else the channel's own variable, else the global one. */
    private String value(ChannelState channel, String variable) {
        String number = known(channel.get("CallerIDNum"));
        String caller = CEscapes.unescape(known(channel.get("CallerIDName")));
        return switch (variable) {
            case "UNIQUEID" -> channel.uniqueid();
            case "CHANNEL" -> channel.name();
            case "EXTEN" -> channel.get("Exten");
            case "CONTEXT" -> channel.get("Context");
            case "CALLERID(num)" -> number;
            case "CALLERID(name)" -> caller;
            case "CALLERID(all)" -> "\"" + caller + "\" <" + number + ">";
            default -> channel.variable(variable).orElseGet(() -> pbx.globalVariable(variable));
        };
    }

    private static String known(String value) {
        return value.equals("<unknown>") ? "" : value;
    }

    private void setvar(ActionRequest request) {
        String variable = request.get("Variable");
        Optional<ChannelState> channel = pbx.state().channel(request.get("Channel"));
        if (variable.isEmpty()) {
            request.error("No variable specified");
        } else if (channel.isEmpty()) {
            request.error("No such channel");
        } else {
            request.ack("Variable Set");
            pbx.publish(
                    AmiEvent.of("VarSet", Privilege.DIALPLAN)
                            .with(StateLists.snapshot(channel.get()))
                            .with("Variable", variable)
                            .with("Value", CEscapes.escape(request.get("Value")))
                            .build());
            pbx.calls().variableSet(channel.get().name(), variable, request.get("Value"));
        }
    }

    private void command(ActionRequest request) {
        String command = request.get("Command").trim();
        if (command.equals("core show version")) {
            String built =
                    " built by root @ vm on a x86_64 running Linux on 2026-11-22 14:51:06 UTC";
            request.success(
                    "Message: Command output follows",
                    "Output: Asterisk " + pbx.version().asterisk() + built);
            return;
        }
        String hint =
                Arrays.stream(command.split("\\s+")).limit(2).collect(Collectors.joining(" "));
        request.respond(
                "Error",
                "Message: Command output follows",
                "Output: No such command '%s' (type 'core show help %s' for other possible commands)"
                        .formatted(command, hint));
    }
}
