package io.belfry.launcher;

import io.belfry.core.account.ApiTokens;
import io.belfry.core.store.Database;
import io.belfry.core.store.EventLog;
import io.belfry.launcher.ConfigValues.Value;
import io.belfry.realtimepush.programs.ConfiguredLogins;
import io.belfry.realtimepush.programs.ProgramLimits;
import io.belfry.realtimepush.programs.Programs;
import io.belfry.realtimepush.programs.ProgramsOptions;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys {@code programs.*}: where other people's programs connect.
 *
 * @param anonymous whether a program may come without a token
 * @param sockets of one address at once
 */
record ProgramsConfig(ProgramsOptions options, boolean anonymous, int sockets) {
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");
    private static final ProgramLimits LIMITS = ProgramLimits.defaults();
    private static final int USUAL_PORT = 9888;
    private static final int USUAL_TLS_PORT = 8888;

    /**
     * @param cert certificate of the web port, taken when there is none of its own
     * @throws ConfigProblem for the first key or value that is wrong
     */
    static ProgramsConfig of(ConfigValues values, String cert, String key) {
        String ownCert = ServerConfig.text(values, "programs.tls.cert", "");
        String ownKey = ServerConfig.text(values, "programs.tls.key", "");
        if (ownCert.isEmpty() != ownKey.isEmpty()) {
            throw new ConfigProblem(
                    "programs.tls.cert and programs.tls.key belong together; one of them is missing");
        }
        return new ProgramsConfig(
                new ProgramsOptions(
                        ServerConfig.text(values, "programs.host", "127.0.0.1"),
                        port(values, "programs.port", USUAL_PORT),
                        port(values, "programs.tls.port", USUAL_TLS_PORT),
                        ownCert.isEmpty() ? cert : ownCert,
                        ownCert.isEmpty() ? key : ownKey,
                        origins(values, "programs.origins")),
                ServerConfig.flag(values, "programs.anonymous"),
                (int)
                        ServerConfig.whole(
                                values,
                                "programs.sockets",
                                LIMITS.engine().ofAddress(),
                                1,
                                LIMITS.engine().sessions()));
    }

    private static int port(ConfigValues values, String key, int usual) {
        int port = ServerConfig.port(values, key, usual, true);
        return port == 0 ? ProgramsOptions.OFF : port;
    }

    /** Of pages, several with commas. */
    static Set<String> origins(ConfigValues values, String key) {
        Set<String> origins = new LinkedHashSet<>();
        Value value = values.all().get(key);
        if (value == null) {
            return origins;
        }
        for (String each : value.text().split(",")) {
            String origin = each.strip().toLowerCase(Locale.ROOT);
            if (!ORIGIN.matcher(origin).matches()) {
                throw new ConfigProblem(
                        value.source()
                                + ": "
                                + key
                                + " has \""
                                + each.strip()
                                + "\", wants https://host or https://host:port, several with commas");
            }
            origins.add(origin);
        }
        return origins;
    }

    /**
     * @param apiToken the one of the configuration, beside those that are made in pages
     */
    Programs verticle(
            Vertx vertx, Database database, String apiToken, ApiTokens tokens, Clock clock) {
        return new Programs(
                new EventLog(vertx, database),
                new StoredProgramLogins(vertx, new ConfiguredLogins(apiToken, anonymous), tokens),
                options,
                LIMITS.with(LIMITS.engine().withOfAddress(sockets)),
                clock);
    }
}
