package io.belfry.realtimepush.programs;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The token of the configuration, and whether a program may come without one. */
public final class ConfiguredLogins implements ProgramLogins {
    private final String apiToken;
    private final boolean anonymous;

    /**
     * @param apiToken may do everything; empty for none
     */
    public ConfiguredLogins(String apiToken, boolean anonymous) {
        this.apiToken = apiToken;
        this.anonymous = anonymous;
    }

    @Override
    public Future<Optional<Program>> of(String token) {
        if (token.isEmpty()) {
            return Future.succeededFuture(
                    anonymous
                            ? Optional.of(Program.unlimited("anonymous", "anonymous"))
                            : Optional.empty());
        }
        return Future.succeededFuture(
                !apiToken.isEmpty() && same(token, apiToken)
                        ? Optional.of(Program.unlimited("api", "API token"))
                        : Optional.empty());
    }

    /** Takes as long for a guess that begins well as for one that does not. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
