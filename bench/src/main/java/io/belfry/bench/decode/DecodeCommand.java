package io.belfry.bench.decode;

import io.belfry.bench.Jvm;
import io.belfry.bench.Machine;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./belfry bench decode}. */
@Command(
        name = "decode",
        description =
                "What an event of the manager interface costs us and others; fails when the derived calls are not the true ones.",
        mixinStandardHelpOptions = true)
public final class DecodeCommand implements Callable<Integer> {
    private static final int WARM_UPS = 1;
    private static final String LOAD = "ami-connector/src/test/resources/recordings/19-load.ami.gz";

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "At least so many in each round (default ${DEFAULT-VALUE}).")
    private long events = 1_000_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds that count (default ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--readers",
            split = ",",
            paramLabel = "NAME",
            description = "Only these: ${COMPLETION-CANDIDATES} (default all).")
    private List<ReaderKind> readers = List.of(ReaderKind.values());

    @Override
    public Integer call() throws IOException, InterruptedException {
        String machine = Machine.inWords();
        DecodeResult result =
                new DecodeBench(
                                Jvm.repository().resolve(LOAD),
                                events,
                                WARM_UPS,
                                rounds,
                                readers,
                                step -> System.err.println("bench: " + step))
                        .run();
        System.out.println("### bench decode\n\n" + machine + "\n");
        System.out.print(result.markdown());
        return result.isTrue() ? 0 : 1;
    }
}
