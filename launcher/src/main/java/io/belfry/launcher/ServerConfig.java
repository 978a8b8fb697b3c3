package io.belfry.launcher;

import io.belfry.agentgateway.GatewayLimits;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.egress.AddressRange;
import io.belfry.core.integration.PbxDocument;
import io.belfry.core.integration.Suggestion;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.web.SiteConfig;
import io.belfry.launcher.ConfigValues.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server is started with, read once and checked once. The keys are a promise to operators,
 * this record is not.
 *
 * @param host address that the web port listens on
 * @param port 0 lets the system choose, for tests
 * @param tlsCert PEM certificate; empty for plain http
 * @param dataDir database file, key of the secrets
 * @param admin first administrator, instead of the set-up link; empty user for none
 * @param apiToken an administrator's token for automation; empty for none
 * @param apiRate requests a second that one token may make
 * @param agentOrigins of customers' pages that may show an agent's calls
 * @param agentKeep how long a page in an agent's work window is safe from the next call's
 * @param recorder how much of each PBX's stream is kept for recordings of calls
 * @param programs where other people's programs connect
 * @param egressAllow addresses inside that customers' scripts may reach all the same
 * @param cluster what makes it one node of many; empty for a server of its own
 * @param pbxs shown in the pages read-only
 */
record ServerConfig(
        String host,
        int port,
        String tlsCert,
        String tlsKey,
        Path dataDir,
        DatabaseConfig database,
        FirstAdmin admin,
        String apiToken,
        int apiRate,
        Set<String> agentOrigins,
        Duration agentKeep,
        RecorderOptions recorder,
        ProgramsConfig programs,
        List<AddressRange> egressAllow,
        Optional<ClusterConfig> cluster,
        List<ConfiguredPbx> pbxs) {
    private static final int MAX_PORT = 65_535;
    private static final int MIN_TOKEN = 8;
    private static final Pattern PBX_KEY = Pattern.compile("pbx\\.(\\d{1,3})\\.([a-z]+)");
    private static final Pattern EGRESS_KEY = Pattern.compile("egress\\.allow(\\.\\d{1,3})?");
    private static final List<String> KEYS = names(ConfigKey.ALL);
    private static final List<String> PBX_KEYS = names(ConfigKey.OF_A_PBX);

    /** The account that configuration makes at the first start. */
    record FirstAdmin(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** A PBX of the configuration; source is the key it stands under. */
    record ConfiguredPbx(
            String name,
            String host,
            int port,
            String user,
            String secret,
            boolean tls,
            String source) {
        @Override
        public String toString() {
            return name + " " + user + "@" + host + ":" + port;
        }
    }

    /**
     * @throws ConfigProblem for the first key or value that is wrong
     */
    static ServerConfig of(ConfigValues values) {
        values.all().forEach(ServerConfig::checkKey);
        Path dataDir = Path.of(text(values, "data.dir", "data"));
        String cert = text(values, "http.tls.cert", "");
        String key = text(values, "http.tls.key", "");
        if (cert.isEmpty() != key.isEmpty()) {
            throw new ConfigProblem(
                    "http.tls.cert and http.tls.key belong together; one of them is missing");
        }
        DatabaseConfig database = database(values, dataDir);
        return new ServerConfig(
                text(values, "http.host", "0.0.0.0"),
                port(values, "http.port", 8080, true),
                cert,
                key,
                dataDir,
                database,
                admin(values),
                token(values),
                (int) whole(values, "api.rate", SiteConfig.USUAL_RATE, 1, 1_000_000),
                ProgramsConfig.origins(values, "agent.origins"),
                Duration.ofSeconds(
                        whole(
                                values,
                                "agent.keep",
                                GatewayLimits.DEFAULT.keep().toSeconds(),
                                1,
                                3_600)),
                recorder(values, dataDir),
                ProgramsConfig.of(values, cert, key),
                egressAllow(values),
                ClusterConfig.of(values, database.isPostgres()),
                pbxs(values));
    }

    /** One text with commas, or a list in the file. */
    private static List<AddressRange> egressAllow(ConfigValues values) {
        List<AddressRange> allowed = new ArrayList<>();
        values.all()
                .forEach(
                        (key, value) -> {
                            if (EGRESS_KEY.matcher(key).matches() && !value.text().isBlank()) {
                                for (String range : value.text().split(",")) {
                                    allowed.add(range(key, value, range));
                                }
                            }
                        });
        return List.copyOf(allowed);
    }

    private static AddressRange range(String key, Value value, String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem(value.source() + ": " + key + ": " + e.getMessage());
        }
    }

    private static List<String> names(List<ConfigKey> keys) {
        return keys.stream().map(ConfigKey::name).toList();
    }

    private static void checkKey(String key, Value value) {
        Matcher pbx = PBX_KEY.matcher(key);
        if (KEYS.contains(key)
                || EGRESS_KEY.matcher(key).matches()
                || ClusterConfig.MEMBERS_KEY.matcher(key).matches()
                || pbx.matches() && PBX_KEYS.contains(pbx.group(2))) {
            return;
        }
        String meant =
                Suggestion.of(key, KEYS)
                        .map(w -> " Did you mean " + w + "?")
                        .orElse(
                                " Known keys: "
                                        + String.join(", ", KEYS)
                                        + ", pbx (list of name, host, port, user, secret, tls).");
        throw new ConfigProblem(value.source() + ": unknown key " + key + "." + meant);
    }

    static String text(ConfigValues values, String key, String otherwise) {
        return Optional.ofNullable(values.all().get(key)).map(Value::text).orElse(otherwise);
    }

    static int port(ConfigValues values, String key, int otherwise, boolean zeroToo) {
        Value value = values.all().get(key);
        if (value == null) {
            return otherwise;
        }
        int least = zeroToo ? 0 : 1;
        if (value.text().matches("\\d{1,5}")) {
            int port = Integer.parseInt(value.text());
            if (port >= least && port <= MAX_PORT) {
                return port;
            }
        }
        throw new ConfigProblem(
                value.source()
                        + ": "
                        + key
                        + " is \""
                        + value.text()
                        + "\", wants a port from "
                        + least
                        + " to 65535");
    }

    private static DatabaseConfig database(ConfigValues values, Path dataDir) {
        Value url = values.all().get("db.url");
        if (url == null) {
            return DatabaseConfig.embedded(dataDir);
        }
        try {
            return DatabaseConfig.of(url.text());
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem(url.source() + ": " + e.getMessage());
        }
    }

    private static FirstAdmin admin(ConfigValues values) {
        FirstAdmin admin =
                new FirstAdmin(text(values, "admin.user", ""), text(values, "admin.password", ""));
        if (admin.user().isEmpty() != admin.password().isEmpty()) {
            throw new ConfigProblem(
                    "admin.user and admin.password belong together; one of them is missing");
        }
        return admin;
    }

    private static String token(ConfigValues values) {
        String token = text(values, "api.token", "");
        if (!token.isEmpty() && token.length() < MIN_TOKEN) {
            throw new ConfigProblem(
                    values.all().get("api.token").source()
                            + ": api.token wants at least "
                            + MIN_TOKEN
                            + " characters");
        }
        return token;
    }

    private static RecorderOptions recorder(ConfigValues values, Path dataDir) {
        return new RecorderOptions(
                dataDir.resolve("recordings"),
                whole(values, "recorder.size", 200, 0, 100_000) << 20,
                Duration.ofHours(whole(values, "recorder.hours", 24, 1, 8_760)));
    }

    static long whole(ConfigValues values, String key, long otherwise, long least, long most) {
        Value value = values.all().get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.text().matches("\\d{1,9}")) {
            long number = Long.parseLong(value.text());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new ConfigProblem(
                value.source()
                        + ": "
                        + key
                        + " is \""
                        + value.text()
                        + "\", wants a number from "
                        + least
                        + " to "
                        + most);
    }

    private static List<ConfiguredPbx> pbxs(ConfigValues values) {
        TreeMap<Integer, String> entries = new TreeMap<>();
        values.all()
                .keySet()
                .forEach(
                        key -> {
                            Matcher pbx = PBX_KEY.matcher(key);
                            if (pbx.matches()) {
                                entries.put(Integer.valueOf(pbx.group(1)), "pbx." + pbx.group(1));
                            }
                        });
        List<ConfiguredPbx> pbxs = new ArrayList<>();
        for (Map.Entry<Integer, String> entry : entries.entrySet()) {
            pbxs.add(pbx(values, entry.getValue(), pbxs));
        }
        return List.copyOf(pbxs);
    }

    private static ConfiguredPbx pbx(
            ConfigValues values, String entry, List<ConfiguredPbx> before) {
        boolean tls = flag(values, entry + ".tls");
        String host = required(values, entry + ".host");
        String name = pbxName(values, entry + ".name", host);
        if (before.stream()
                .anyMatch(other -> PbxDocument.key(other.name()).equals(PbxDocument.key(name)))) {
            throw new ConfigProblem(
                    entry
                            + ".name: there are two PBXs of the name "
                            + name
                            + "; upper and lower case are the same");
        }
        return new ConfiguredPbx(
                name,
                host,
                port(values, entry + ".port", tls ? 5039 : 5038, false),
                required(values, entry + ".user"),
                required(values, entry + ".secret"),
                tls,
                entry);
    }

    /** As pages and REST check it. */
    private static String pbxName(ConfigValues values, String key, String host) {
        Value given = values.all().get(key);
        String name = given == null ? host : given.text();
        if (PbxDocument.isName(name)) {
            return name;
        }
        String wanted = "wants " + PbxDocument.NAMES + ", " + PbxDocument.LONGEST_NAME + " at most";
        throw new ConfigProblem(
                given == null
                        ? key
                                + " is missing: the host \""
                                + host
                                + "\" can not be the name, which "
                                + wanted
                        : given.source() + ": " + key + " is \"" + name + "\", " + wanted);
    }

    private static String required(ConfigValues values, String key) {
        String text = text(values, key, "");
        if (text.isBlank()) {
            throw new ConfigProblem(key + " is missing");
        }
        return text;
    }

    static boolean flag(ConfigValues values, String key) {
        Value value = values.all().get(key);
        if (value == null || value.text().equals("false")) {
            return false;
        }
        if (value.text().equals("true")) {
            return true;
        }
        throw new ConfigProblem(
                value.source() + ": " + key + " is \"" + value.text() + "\", wants true or false");
    }

    /** The database file that is there when nobody configures one. */
    DatabaseConfig ownDatabase() {
        return DatabaseConfig.embedded(dataDir);
    }

    /** Without token and passwords. */
    @Override
    public String toString() {
        return host + ":" + port + ", data in " + dataDir + ", PBXs " + pbxs;
    }
}
