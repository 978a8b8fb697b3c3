package io.belfry.realtimepush.programs;

import io.belfry.realtimepush.engineio.Handshake;
import io.belfry.realtimepush.engineio.OriginRule;
import io.belfry.realtimepush.socketio.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets programs in: reads who they are and where they stopped, from what the client says when it
 * connects (3.x and 4.x) or from the parameters of its first request (all).
 */
final class Admission {
    private static final String BEARER = "bearer ";
    private static final int LONGEST_TOKEN = 500;

    private final ProgramLogins logins;
    private final Memory memory;
    private final Clock clock;

    Admission(ProgramLogins logins, Memory memory, Clock clock) {
        this.logins = logins;
        this.memory = memory;
        this.clock = clock;
    }

    /** Fails with a {@link Refusal}. */
    Future<ProgramClient.Login> admit(Handshake handshake, JsonObject auth) {
        String token = token(handshake, auth);
        if (token.length() > LONGEST_TOKEN) {
            return Future.failedFuture(new Refusal("The token is wrong."));
        }
        if (token.isEmpty() && !OriginRule.isAddress(handshake.host())) {
            // a page may have made a name of its own point here
            return Future.failedFuture(
                    new Refusal(
                            "A token is missing. Who has none must call this server by its address,"
                                    + " not by a name."));
        }
        return logins.of(token)
                .map(
                        found ->
                                login(
                                        found.orElseThrow(() -> unknown(token)),
                                        token,
                                        handshake,
                                        auth));
    }

    private static Refusal unknown(String token) {
        return new Refusal(
                token.isEmpty()
                        ? "A token is missing: auth.token, the parameter token or a bearer header."
                        : "The token is wrong, or may not be used any more.");
    }

    private ProgramClient.Login login(
            Program program, String token, Handshake handshake, JsonObject auth) {
        String shown = text(auth, "pid");
        Optional<List<Subscription>> before = memory.take(shown, program, clock.instant());
        return new ProgramClient.Login(
                program,
                token,
                before.isPresent() ? shown : Memory.newPid(),
                lastId(handshake, auth),
                before.orElseGet(() -> first(program, handshake, auth)));
    }

    /** What a program says itself counts more than what its library remembers. */
    private static String lastId(Handshake handshake, JsonObject auth) {
        String said = text(auth, "lastEventId");
        String asked = said.isEmpty() ? handshake.parameter("lastEventId") : said;
        return asked.isEmpty() ? text(auth, "offset") : asked;
    }

    private static List<Subscription> first(Program program, Handshake handshake, JsonObject auth) {
        if (!program.may(Right.READ)) {
            return List.of();
        }
        Object events = auth.getValue("events", handshake.parameter("events"));
        Object queues = auth.getValue("queues", handshake.parameter("queues"));
        return List.of(new SubscriptionReader(program).read(events, queues));
    }

    private static String token(Handshake handshake, JsonObject auth) {
        String said = text(auth, "token");
        if (!said.isEmpty()) {
            return said;
        }
        String header = handshake.authorization();
        return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : handshake.parameter("token");
    }

    private static String text(JsonObject object, String field) {
        return object.getValue(field) instanceof String text ? text : "";
    }
}
