package io.belfry.launcher;

import io.belfry.core.cluster.NodeRole;
import io.belfry.core.store.Secrets;
import io.belfry.launcher.ConfigValues.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node must know to be one of many.
 *
 * @param name of this node, for people; survives a restart
 * @param host private address that the other nodes reach
 * @param port of the membership; the event bus has the next one
 * @param publicHost where the others reach that address, when something stands between
 * @param publicPort the same of the port; the event bus has the next one there, too
 * @param members {@code host:port} of others; one that is up is enough
 * @param secret that all nodes share; nothing else makes a server a member
 * @param tls files of our own; empty: the nodes know each other by the secret
 */
record ClusterConfig(
        String name,
        Set<NodeRole> roles,
        String host,
        int port,
        String publicHost,
        int publicPort,
        List<String> members,
        String secret,
        Optional<Tls> tls) {
    static final Pattern MEMBERS_KEY = Pattern.compile("cluster\\.members(\\.\\d{1,3})?");

    private static final Logger log = LoggerFactory.getLogger(ClusterConfig.class);

    private static final int USUAL_PORT = 5701;
    private static final int MOST_PORT = 65_534;
    private static final int MIN_SECRET = 24;

    /** PEM files: certificate and key of this node, and the authority of all. */
    record Tls(String cert, String key, String ca) {}

    ClusterConfig {
        roles = Set.copyOf(roles);
        members = List.copyOf(members);
    }

    /**
     * Empty for a server of its own; what is there for a cluster is checked all the same, so that
     * nobody learns of a slip of the pen on the day of the change.
     *
     * @param shared whether the database is one that nodes can share
     * @throws ConfigProblem for the first key or value that is wrong
     */
    static Optional<ClusterConfig> of(ConfigValues values, boolean shared) {
        boolean enabled = ServerConfig.flag(values, "cluster.enabled");
        if (enabled && !shared) {
            throw new ConfigProblem(
                    "cluster.enabled wants a database that all nodes share: db.url must be"
                            + " postgresql://user:password@host:port/database");
        }
        String secret = secret(values, enabled);
        int port = port(values, "cluster.port", USUAL_PORT);
        String host = host(values, enabled);
        ClusterConfig cluster =
                new ClusterConfig(
                        ServerConfig.text(values, "node.name", hostName()),
                        roles(values),
                        host,
                        port,
                        ServerConfig.text(values, "cluster.public.host", host),
                        port(values, "cluster.public.port", port),
                        members(values, port),
                        secret,
                        tls(values));
        if (!enabled && values.all().containsKey("node.roles")) {
            log.warn(
                    "node.roles has no effect without cluster.enabled: a server of its own is everything");
        }
        return Optional.of(cluster).filter(checked -> enabled);
    }

    /** The event bus has the next one. */
    private static int port(ConfigValues values, String key, int otherwise) {
        return (int) ServerConfig.whole(values, key, otherwise, 1, MOST_PORT);
    }

    private static String secret(ConfigValues values, boolean enabled) {
        String secret = ServerConfig.text(values, "cluster.secret", "");
        if (secret.length() < MIN_SECRET && (enabled || !secret.isEmpty())) {
            throw new ConfigProblem(
                    "cluster.secret wants at least "
                            + MIN_SECRET
                            + " characters, the same on all nodes; openssl rand -base64 24 makes one");
        }
        return secret;
    }

    int busPort() {
        return port + 1;
    }

    /** Where the others reach the event bus. */
    int publicBusPort() {
        return publicPort + 1;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    private static Set<NodeRole> roles(ConfigValues values) {
        Value value = values.all().get("node.roles");
        if (value == null || value.text().isBlank()) {
            return NodeRole.ALL;
        }
        Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
        for (String word : value.text().split(",")) {
            roles.add(
                    NodeRole.of(word.strip())
                            .orElseThrow(
                                    () ->
                                            new ConfigProblem(
                                                    value.source()
                                                            + ": node.roles has \""
                                                            + word.strip()
                                                            + "\", wants pbx, agents, web, several with commas")));
        }
        return roles;
    }

    /** Not everywhere: the membership of the cluster is no business of other networks. */
    private static String host(ConfigValues values, boolean enabled) {
        String host = ServerConfig.text(values, "cluster.host", "");
        if (enabled && host.isEmpty() || host.equals("0.0.0.0") || host.equals("::")) {
            throw new ConfigProblem(
                    "cluster.host must be the private address of this machine that the other nodes"
                            + " reach");
        }
        return host;
    }

    /** One text with commas, or a list in the file. */
    private static List<String> members(ConfigValues values, int usualPort) {
        List<String> members = new ArrayList<>();
        values.all()
                .forEach(
                        (key, value) -> {
                            if (MEMBERS_KEY.matcher(key).matches()) {
                                Arrays.stream(value.text().split(","))
                                        .filter(each -> !each.isBlank())
                                        .map(each -> member(value, each.strip(), usualPort))
                                        .forEach(members::add);
                            }
                        });
        return members;
    }

    private static String member(Value value, String member, int usualPort) {
        if (!member.matches("[A-Za-z0-9.-]+(:\\d{1,5})?")) {
            throw new ConfigProblem(
                    value.source()
                            + ": cluster.members has \""
                            + member
                            + "\", wants host or host:port, several with commas");
        }
        return member.contains(":") ? member : member + ":" + usualPort;
    }

    private static Optional<Tls> tls(ConfigValues values) {
        Tls tls =
                new Tls(
                        ServerConfig.text(values, "cluster.tls.cert", ""),
                        ServerConfig.text(values, "cluster.tls.key", ""),
                        ServerConfig.text(values, "cluster.tls.ca", ""));
        List<String> given =
                List.of(tls.cert(), tls.key(), tls.ca()).stream()
                        .filter(file -> !file.isEmpty())
                        .toList();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() < 3) {
            throw new ConfigProblem(
                    "cluster.tls.cert, cluster.tls.key and cluster.tls.ca belong together; one of"
                            + " them is missing");
        }
        given.stream()
                .filter(file -> !Files.isReadable(Path.of(file)))
                .findFirst()
                .ifPresent(
                        file -> {
                            throw new ConfigProblem(
                                    "cluster.tls: the file " + file + " can not be read");
                        });
        return Optional.of(tls);
    }

    /**
     * What seals the secrets in the database: the file of this machine, or what all nodes of a
     * cluster make of their common secret. Blocks for a few file operations.
     */
    static Secrets secrets(ServerConfig config) {
        return config.cluster()
                .map(cluster -> Secrets.of(new ClusterIdentity(cluster.secret()).sealingKey()))
                .orElseGet(() -> Secrets.ofDirectory(config.dataDir()));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return name + " " + host + ":" + port + ", members " + members;
    }
}
