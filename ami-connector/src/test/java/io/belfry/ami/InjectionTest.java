package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.manager.ReceivedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InjectionTest {
    private static final int VALUES = Boolean.getBoolean("belfry.nightly") ? 10_000 : 2_000;
    private static final List<String> PIECES =
            List.of(
                    "\r",
                    "\n",
                    "\r\n",
                    "\r\n\r\n",
                    "\u0085",
                    "\u2028",
                    "%0d%0a",
                    "\\r\\n",
                    "\0",
                    "Action: Command",
                    "Command: core stop now",
                    "ActionID: 1",
                    ": ",
                    "😀",
                    "ö",
                    " ",
                    "0255512345",
                    "x".repeat(600));

    @Test
    void eachValueMakesExactlyOneActionOrNone() throws Exception {
        Random random = new Random(20261122);
        try (PbxSimulator pbx =
                PbxSimulator.start(SimulatorConfig.standard().withJournalLimit(3 * VALUES))) {
            AmiSource source =
                    new DivertingSource(
                            new PbxAccess("127.0.0.1", pbx.port(), "cti", "lab-secret", false),
                            ConnectorRig.patientLink());
            source.start(new HeardEvents());
            List<String> sent = new ArrayList<>();
            CompletableFuture<AmiAnswer> last = new CompletableFuture<>();

            for (int i = 0; i < VALUES; i++) {
                String value = value(random);
                try {
                    last = source.send(Actions.getvar(value, "x")).toCompletableFuture();
                    sent.add(value);
                } catch (IllegalArgumentException e) {
                    assertThat(isHarmless(value)).isFalse();
                }
            }
            last.get(60, TimeUnit.SECONDS);
            source.logOff();

            assertThat(sent).allMatch(InjectionTest::isHarmless).hasSizeGreaterThan(VALUES / 20);
            assertThat(pbx.journal())
                    .extracting(ReceivedAction::action)
                    .allMatch(
                            Set.of("Challenge", "Login", "CoreSettings", "Getvar", "Logoff")
                                    ::contains);
            assertThat(pbx.journal())
                    .filteredOn(each -> each.action().equals("Getvar"))
                    .hasSize(sent.size());
        }
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            value.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }

    private static boolean isHarmless(String value) {
        return value.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0)
                && value.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 1_000;
    }
}
