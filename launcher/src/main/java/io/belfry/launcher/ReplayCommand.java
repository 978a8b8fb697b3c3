package io.belfry.launcher;

import io.belfry.ami.Conformance;
import io.belfry.ami.Replay;
import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./belfry replay}: what would have come out of these recordings? One JSON object per line.
 */
@Command(
        name = "replay",
        description =
                "Derives call events from recordings of the manager interface, one JSON object per line.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int NOT_EXACT = 1;

    @Option(
            names = "--agents",
            paramLabel = "FILE.json",
            description = "Who is an agent: [{name, number, peers: […]}].")
    private Path agentsFile;

    @Option(
            names = "--variables",
            split = ",",
            paramLabel = "NAME",
            description = "Custom variables of the events.")
    private List<String> variables = List.of();

    @Option(names = "--all", description = "The opt-in events too.")
    private boolean all;

    @Option(
            names = "--conformance",
            paramLabel = "FOLDER",
            description =
                    "Compares all recordings of a folder with its expected.csv and prints a table.")
    private Path conformance;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE.ami",
            description = "Recordings, .ami or .ami.gz.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        if (conformance != null) {
            return table(conformance);
        }
        if (files.isEmpty()) {
            System.err.println("belfry replay: which recording? See --help.");
            return Main.WRONG_INPUT;
        }
        return replay();
    }

    private static int table(Path folder) {
        try {
            Conformance conformance = Conformance.of(folder);
            System.out.print(conformance.markdown());
            System.out.flush();
            conformance.differences().forEach(System.err::println);
            return conformance.isExact() ? 0 : NOT_EXACT;
        } catch (IOException | DecodeException | ClassCastException e) {
            System.err.println(folder + ": " + reason(e));
            return Main.WRONG_INPUT;
        }
    }

    private int replay() {
        AgentDirectory agents;
        try {
            agents = agentsFile == null ? AgentDirectory.EMPTY : agents(agentsFile);
        } catch (IOException | DecodeException | ClassCastException e) {
            System.err.println(agentsFile + ": " + reason(e));
            return Main.WRONG_INPUT;
        }
        Replay replay = new Replay(agents, variables);
        List<Path> unreadable = new ArrayList<>();
        try (PrintWriter out =
                new PrintWriter(
                        new BufferedWriter(
                                new OutputStreamWriter(System.out, StandardCharsets.UTF_8)))) {
            for (List<Path> scenario : Replay.scenarios(files)) {
                replay.play(
                        scenario,
                        derived -> print(derived, out),
                        (file, e) -> {
                            out.flush();
                            System.err.println(file + ": " + reason(e));
                            unreadable.add(file);
                        });
            }
        }
        return unreadable.isEmpty() ? 0 : Main.WRONG_INPUT;
    }

    private void print(Replay.Derived derived, PrintWriter out) {
        if (all || derived.event().kind().isOriginal()) {
            JsonObject json = CallEventJson.of(derived.event());
            out.println(json.put("file", derived.file()).put("t_ms", derived.millis()).encode());
        }
    }

    private static AgentDirectory agents(Path file) throws IOException {
        List<Agent> agents = new ArrayList<>();
        for (Object each : new JsonArray(Files.readString(file))) {
            JsonObject agent = (JsonObject) each;
            List<String> peers =
                    agent.getJsonArray("peers", new JsonArray()).stream()
                            .map(String::valueOf)
                            .toList();
            agents.add(
                    new Agent(
                            agent.getString("number", ""),
                            agent.getString("name", ""),
                            agent.getString("number", ""),
                            agent.getString("user", ""),
                            peers,
                            agent.getString("email", ""),
                            false));
        }
        return new AgentDirectory(agents);
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : "can not be read: " + e.getMessage();
    }
}
