package io.belfry.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ./belfry serve}: the server. */
@Command(
        name = "serve",
        description =
                "The server. Needs no configuration; settings are --key=value, for example --http.port=8081.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Path USUAL_FILE = Path.of("belfry.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; ./belfry.yaml when it is there.")
    private Path file;

    @Unmatched private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        ServerConfig config;
        try {
            config = ServerConfig.of(values(new ConfigValues(), file, settings));
        } catch (ConfigProblem e) {
            System.err.println("belfry: " + e.getMessage());
            return Main.WRONG_INPUT;
        }
        return new Process(new BelfryServer(config), () -> {})
                .run(server -> System.out.print(Welcome.serve(server)));
    }

    static ConfigValues values(ConfigValues values, Path file, List<String> settings) {
        if (file != null) {
            values.file(file);
        } else if (Files.exists(USUAL_FILE)) {
            values.file(USUAL_FILE);
        }
        return values.environment(System.getenv()).arguments(settings);
    }
}
