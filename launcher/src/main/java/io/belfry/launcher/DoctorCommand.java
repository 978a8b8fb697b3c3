package io.belfry.launcher;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code ./belfry doctor}: what is wrong, and how to mend it. */
@Command(
        name = "doctor",
        description =
                "Checks port, data folder, database and PBX connections and says what is wrong. Changes nothing."
                        + " Exit 0: all is well; 1: something is not; 2: the configuration is wrong.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long LIMIT_MINUTES = 2;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; ./belfry.yaml when it is there.")
    private Path file;

    @Unmatched private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        ServerConfig config;
        try {
            config = ServerConfig.of(ServeCommand.values(new ConfigValues(), file, settings));
        } catch (ConfigProblem e) {
            System.err.println("belfry: " + e.getMessage());
            return Main.WRONG_INPUT;
        }
        Vertx vertx = Vertx.vertx();
        try {
            int troubles =
                    new Doctor(vertx, config, System.out::println)
                            .examine()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(LIMIT_MINUTES, TimeUnit.MINUTES);
            System.out.println(
                    troubles == 0 ? "All is well." : "Not well: " + troubles + " of these.");
            return troubles == 0 ? 0 : 1;
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("belfry: the examination broke off: " + e);
            return 1;
        } finally {
            vertx.close();
        }
    }
}
