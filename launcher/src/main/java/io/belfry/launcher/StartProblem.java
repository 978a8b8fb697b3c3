package io.belfry.launcher;

import io.belfry.realtimepush.programs.PortProblem;
import io.vertx.core.Future;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The server can not start, for a reason that the operator can mend: the message names the key of
 * the configuration, what is wrong and the mend.
 */
final class StartProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** H2: another process has the file. */
    private static final int DATABASE_ALREADY_OPEN = 90_020;

    private static final int FIRST_PORT_FOR_ALL = 1024;

    /** From 80 to 8080, from 443 to 8443. */
    private static final int PORTS_BETWEEN = 8_000;

    private StartProblem(String message, Throwable cause) {
        super(message, cause);
    }

    static <T> Future<T> failed(String message, Throwable cause) {
        return Future.failedFuture(new StartProblem(message, cause));
    }

    /** What to say when the port can not be had. */
    static String ofPort(ListenPlace place, Throwable e) {
        Throwable cause = innermost(e);
        String words = String.valueOf(cause.getMessage());
        if (PortProblem.isTaken(e)) {
            return "%s is in use: another program, maybe another Belfry, listens on %s. Stop it, or choose another port, for example %s"
                    .formatted(place.what(), place, place.another());
        }
        if (words.contains("ermission denied") && place.port() < FIRST_PORT_FOR_ALL) {
            return "%s: this user may not listen on ports below %d. Choose another, for example --%s=%d"
                    .formatted(
                            place.what(),
                            FIRST_PORT_FOR_ALL,
                            place.portKey(),
                            place.port() + PORTS_BETWEEN);
        }
        if (isOfTheAddress(e)) {
            return "%s %s is no address of this machine (%s)%s"
                    .formatted(place.hostKey(), place.host(), words, place.orAll());
        }
        return place.certKeys().isEmpty()
                ? "%s, %s: can not listen on %s: %s"
                        .formatted(place.hostKey(), place.portKey(), place, cause)
                : "%s: can not encrypt with them: %s".formatted(place.certKeys(), cause);
    }

    private static boolean isOfTheAddress(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SocketException || each instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** What to say when programs can not connect, and not because somebody else has their port. */
    static <T> Future<T> ofPrograms(ServerConfig config, Throwable e) {
        return e instanceof PortProblem port
                ? failed(ofPort(ListenPlace.programs(config, port.key()), e), e)
                : Future.failedFuture(e);
    }

    /** What to say when the database can not be had. */
    static String ofDatabase(ServerConfig config, Throwable e) {
        boolean configured = !config.database().equals(config.ownDatabase());
        String key = configured ? "db.url" : "data.dir " + config.dataDir().toAbsolutePath();
        if (codeOf(e).filter(code -> code == DATABASE_ALREADY_OPEN).isPresent()) {
            return key
                    + ": the database there is in use by another process, maybe another Belfry. Stop it, or choose another "
                    + (configured ? "db.url" : "data.dir");
        }
        return key + ": the database can not be opened: " + innermost(e).getMessage();
    }

    private static Optional<Integer> codeOf(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                return Optional.of(sql.getErrorCode());
            }
        }
        return Optional.empty();
    }

    /** What to say when this node can not be one of the cluster. */
    static String ofCluster(ServerConfig config, Throwable e) {
        return "the cluster of "
                + config.cluster().map(ClusterConfig::toString).orElse("")
                + " can not be joined: "
                + innermost(e).getMessage();
    }

    /** What to say when there is no place for data. */
    static String ofFolder(ServerConfig config, Throwable e) {
        Throwable cause = innermost(e);
        String why =
                cause instanceof AccessDeniedException ? "permission denied" : cause.toString();
        return "data.dir %s can not be made or used: %s"
                .formatted(config.dataDir().toAbsolutePath(), why);
    }

    static Throwable innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
