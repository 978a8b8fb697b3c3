package io.belfry.scriptrunner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs a script like a customer's some times, so that the language is loaded and known to the
 * machine before the first call comes: its time is counted.
 */
final class WarmUp {
    private static final int ROUNDS = 10;

    private WarmUp() {}

    static void run() throws IOException {
        // in two sandboxes, as later: what making one needs is loaded too
        for (int i = 0; i < 2; i++) {
            Sandbox sandbox = new Sandbox();
            sandbox.prepare("warm-up", "[\"ordernumber\"]");
            sandbox.load(source(), new TurnOutput());
            for (int round = 1; round <= ROUNDS; round++) {
                sandbox.call("up", "1", DATA, new TurnOutput());
                sandbox.answer(round * 4L, true, ANSWER, new TurnOutput());
            }
            sandbox.cancel();
        }
    }

    private static String source() throws IOException {
        try (InputStream in = WarmUp.class.getResourceAsStream("warm-up.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final String DATA =
            "{\"event\":\"up\",\"queue\":\"Sales\",\"peer\":\"SIP/john.doe\",\"uniqueid\":\"1.1\","
                    + "\"callernum\":\"998\",\"ordernumber\":\"A-1001\",\"up\":true}";

    private static final String ANSWER =
            "{\"status\":200,\"statusText\":\"OK\",\"headers\":{\"content-type\":\"application/json\"},"
                    + "\"body\":\"{\\\"id\\\":7}\"}";
}
