package io.belfry.core.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the data lies.
 *
 * @param jdbcUrl what migrations (and, for H2, everything) connect to
 * @param user database user
 * @param password never printed
 * @param postgresUri address for the PostgreSQL client; empty for H2
 * @param connectSeconds to wait for a connection
 * @param statementSeconds that a statement may take
 */
public record DatabaseConfig(
        String jdbcUrl,
        String user,
        String password,
        String postgresUri,
        int connectSeconds,
        int statementSeconds) {
    private static final int CONNECT_SECONDS = 2;
    private static final int STATEMENT_SECONDS = 5;

    private DatabaseConfig(String jdbcUrl, String user, String password, String postgresUri) {
        this(jdbcUrl, user, password, postgresUri, CONNECT_SECONDS, STATEMENT_SECONDS);
    }

    /**
     * The default: an embedded file below the data directory. A commit is on disk before it is
     * acknowledged ({@code WRITE_DELAY=0}), so what a page called saved survives kill -9.
     */
    public static DatabaseConfig embedded(Path dataDir) {
        String file = dataDir.toAbsolutePath().resolve("belfry").toString().replace('\\', '/');
        return h2("jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE");
    }

    /** In memory and gone with the process, for tests and demos that shall leave nothing. */
    public static DatabaseConfig inMemory(String name) {
        return h2("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    }

    /**
     * What {@code db.url} says: {@code jdbc:h2:…} or {@code
     * postgresql://user:password@host:port/database}.
     *
     * @throws IllegalArgumentException for anything else; the message never repeats the password
     */
    public static DatabaseConfig of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return h2(url);
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw new IllegalArgumentException(
                    "db.url must begin with jdbc:h2: or postgresql://user:password@host:port/database");
        }
        return postgres(url);
    }

    /** User and password may stand in the address, as H2 has it; they do not stay there. */
    private static DatabaseConfig h2(String url) {
        StringBuilder address = new StringBuilder();
        String user = "sa";
        String password = "";
        for (String part : url.split(";")) {
            if (part.regionMatches(true, 0, "USER=", 0, 5)) {
                user = part.substring(5);
            } else if (part.regionMatches(true, 0, "PASSWORD=", 0, 9)) {
                password = part.substring(9);
            } else if (!part.toUpperCase(Locale.ROOT).startsWith("DATABASE_TO_")) {
                address.append(part).append(';');
            }
        }
        if (!address.toString().toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=")) {
            address.append("WRITE_DELAY=0;");
        }
        // names must come back as we write them, as PostgreSQL has it
        address.append("DATABASE_TO_LOWER=TRUE");
        return new DatabaseConfig(address.toString(), user, password, "");
    }

    private static DatabaseConfig postgres(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "db.url is no address; odd characters of the password must be written as %xx");
        }
        if (uri.getHost() == null || uri.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "db.url must name host and database: postgresql://user:password@host:port/database");
        }
        String account = uri.getUserInfo() == null ? "postgres" : uri.getUserInfo();
        int colon = account.indexOf(':');
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new DatabaseConfig(
                "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath(),
                colon < 0 ? account : account.substring(0, colon),
                colon < 0 ? "" : account.substring(colon + 1),
                url);
    }

    /** The same for a machine that is known to be slow. */
    public DatabaseConfig patient(int seconds) {
        return new DatabaseConfig(jdbcUrl, user, password, postgresUri, seconds, seconds);
    }

    public boolean isPostgres() {
        return !postgresUri.isEmpty();
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
