package io.belfry.simulator.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The configuration of the PBX: who has a phone, which queues there are and who is in them. The
 * built-in one is that of the PBX on which the recordings were made.
 *
 * @param technology channel technology of the phones, {@code PJSIP} or (older Asterisk) {@code SIP}
 */
public record PbxPlan(
        String technology, String trunk, List<AgentPlan> agents, List<QueuePlan> queues) {
    public PbxPlan {
        agents = List.copyOf(agents);
        queues = List.copyOf(queues);
    }

    /** The PBX of the recordings, Asterisk 22 with PJSIP phones. */
    public static PbxPlan ofRecordings() {
        return new PbxPlan("PJSIP", "trunk-acme", readAgents(), readQueues());
    }

    /**
     * A bigger PBX for load: agents {@code Agent 0001} at {@code PJSIP/agent0001}, number 30001 and
     * so on, spread over queues {@code queue01} with the numbers 7001 and so on; every fourth queue
     * rings all, the others one after the other. One more queue, {@code lobby} at 7000, has no
     * members.
     */
    public static PbxPlan ofSize(int agents, int queues) {
        List<AgentPlan> people = new ArrayList<>();
        List<List<MemberPlan>> members = new ArrayList<>();
        for (int i = 0; i < queues; i++) {
            members.add(new ArrayList<>());
        }
        for (int i = 1; i <= agents; i++) {
            String device = "agent%04d".formatted(i);
            people.add(
                    new AgentPlan("Agent %04d".formatted(i), Integer.toString(30_000 + i), device));
            String address = "PJSIP/" + device;
            members.get(i % queues)
                    .add(new MemberPlan("Agent %04d".formatted(i), address, address));
        }
        List<QueuePlan> all = new ArrayList<>();
        all.add(ofSize("lobby", "7000", QueuePlan.Strategy.LINEAR, List.of()));
        for (int i = 0; i < queues; i++) {
            QueuePlan.Strategy strategy =
                    i % 4 == 3 ? QueuePlan.Strategy.RINGALL : QueuePlan.Strategy.RRMEMORY;
            all.add(
                    ofSize(
                            "queue%02d".formatted(i + 1),
                            Integer.toString(7001 + i),
                            strategy,
                            members.get(i)));
        }
        return new PbxPlan("PJSIP", "trunk-acme", people, all);
    }

    private static QueuePlan ofSize(
            String name, String did, QueuePlan.Strategy strategy, List<MemberPlan> members) {
        Duration retry = Duration.ofSeconds(1);
        Duration limit = Duration.ofSeconds(120);
        return new QueuePlan(
                name,
                did,
                strategy,
                Duration.ofSeconds(15),
                retry,
                Duration.ZERO,
                limit,
                true,
                members);
    }

    /**
     * The same people and queues with phones of another technology, as on the older PBX of the
     * {@code v18-} files.
     */
    public PbxPlan withTechnology(String other) {
        List<QueuePlan> changed = queues.stream().map(queue -> retarget(queue, other)).toList();
        return new PbxPlan(other, trunk, agents, changed);
    }

    private QueuePlan retarget(QueuePlan queue, String other) {
        List<MemberPlan> members =
                queue.members().stream()
                        .map(
                                member ->
                                        new MemberPlan(
                                                member.memberName(),
                                                retarget(member.address(), other),
                                                retarget(member.stateInterface(), other)))
                        .toList();
        return queue.withMembers(members);
    }

    private String retarget(String address, String other) {
        return address.startsWith(technology + "/")
                ? other + address.substring(technology.length())
                : address;
    }

    public Optional<QueuePlan> queue(String name) {
        return queues.stream().filter(queue -> queue.name().equals(name)).findFirst();
    }

    /** Who answers at this interface, for instance {@code PJSIP/andrea.bianco}. */
    public Optional<AgentPlan> agentAt(String address) {
        String prefix = technology + "/";
        if (!address.startsWith(prefix)) {
            return Optional.empty();
        }
        String device = address.substring(prefix.length());
        return agents.stream().filter(agent -> agent.device().equals(device)).findFirst();
    }

    public Optional<AgentPlan> agentByNumber(String number) {
        return agents.stream().filter(agent -> agent.number().equals(number)).findFirst();
    }

    private static List<AgentPlan> readAgents() {
        return rows("agents.csv").stream()
                .map(row -> new AgentPlan(row[0], row[1], row[2]))
                .toList();
    }

    private static List<QueuePlan> readQueues() {
        List<QueuePlan> queues = new ArrayList<>();
        List<String[]> members = rows("members.csv");
        for (String[] row : rows("queues.csv")) {
            List<MemberPlan> own =
                    members.stream()
                            .filter(member -> member[0].equals(row[0]))
                            .map(member -> new MemberPlan(member[1], member[2], member[3]))
                            .toList();
            queues.add(
                    new QueuePlan(
                            row[0],
                            row[1],
                            QueuePlan.Strategy.valueOf(row[2].toUpperCase(Locale.ROOT)),
                            seconds(row[3]),
                            seconds(row[4]),
                            seconds(row[5]),
                            seconds(row[6]),
                            Boolean.parseBoolean(row[7]),
                            own));
        }
        return queues;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** Rows of one of our own tables: the first line names the columns, values contain no comma. */
    private static List<String[]> rows(String file) {
        try (InputStream in = PbxPlan.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
