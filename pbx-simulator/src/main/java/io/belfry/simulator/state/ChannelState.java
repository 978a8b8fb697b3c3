package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A live channel as the last events showed it. Texts are kept as the events write them (names
 * C-escaped).
 */
public final class ChannelState {
    /** The lines that every event about a channel carries, in their order. */
    public static final List<String> SNAPSHOT =
            List.of(
                    "Channel",
                    "ChannelState",
                    "ChannelStateDesc",
                    "CallerIDNum",
                    "CallerIDName",
                    "ConnectedLineNum",
                    "ConnectedLineName",
                    "Language",
                    "AccountCode",
                    "Context",
                    "Exten",
                    "Priority",
                    "Uniqueid",
                    "Linkedid");

    private final Map<String, String> snapshot = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Instant since;
    private final String dialled;
    private String application = "";
    private String applicationData = "";
    private String bridge = "";

    ChannelState(AmiEvent event, ShownChannel shown, Instant at) {
        this.since = at;
        SNAPSHOT.forEach(name -> snapshot.put(name, shown.value(event, name)));
        this.dialled = snapshot.get("Exten").equals("s") ? "" : snapshot.get("Exten");
    }

    /** Lines that the event does not carry stay as they were. */
    void update(AmiEvent event, ShownChannel shown) {
        for (String name : SNAPSHOT) {
            if (shown.has(event, name)) {
                snapshot.put(name, shown.value(event, name));
            }
        }
    }

    void runs(String app, String data) {
        application = app;
        applicationData = data;
    }

    /**
     * Asterisk tells no Newexten when Queue follows on Queue (after a blind transfer), only that
     * the caller joined.
     */
    void joins(String queue) {
        if (!application.equals("Queue") || !applicationData.split(",", 2)[0].equals(queue)) {
            runs("Queue", queue);
        }
    }

    void rename(String name) {
        snapshot.put("Channel", name);
    }

    void enter(String bridgeId) {
        bridge = bridgeId;
    }

    void set(String variable, String value) {
        String name = variable.replaceFirst("^_{1,2}", "");
        if (value.isEmpty()) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
    }

    public Map<String, String> snapshot() {
        return Map.copyOf(snapshot);
    }

    public String get(String name) {
        return snapshot.getOrDefault(name, "");
    }

    public String name() {
        return get("Channel");
    }

    public String uniqueid() {
        return get("Uniqueid");
    }

    public Instant since() {
        return since;
    }

    /**
     * The number that was called when the channel came into being, empty for a channel that the PBX
     * made itself.
     */
    public String dialled() {
        return dialled;
    }

    public String application() {
        return application;
    }

    public String applicationData() {
        return applicationData;
    }

    /** Id of the bridge it is in, or empty. */
    public String bridge() {
        return bridge;
    }

    /** The value itself, without escapes. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }
}
