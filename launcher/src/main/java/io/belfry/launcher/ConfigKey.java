package io.belfry.launcher;

import java.util.List;

/**
 * A key of the configuration, as operators read of it.
 *
 * @param usually what counts without it, in words
 */
record ConfigKey(String name, String usually, String meaning) {
    /** All of one value each. */
    static final List<ConfigKey> ALL =
            List.of(
                    new ConfigKey("http.host", "0.0.0.0", "address to listen on"),
                    new ConfigKey(
                            "http.port", "8080", "port of all pages and REST; 0 takes a free one"),
                    new ConfigKey("http.tls.cert", "none", "PEM file; with its key: https"),
                    new ConfigKey("http.tls.key", "none", "PEM file"),
                    new ConfigKey("data.dir", "data", "folder of the database file and the key"),
                    new ConfigKey(
                            "db.url",
                            "H2 in data.dir",
                            "postgresql://user:password@host:port/database or jdbc:h2:…"),
                    new ConfigKey(
                            "admin.user",
                            "none",
                            "first administrator, instead of the set-up link"),
                    new ConfigKey("admin.password", "none", "the password of admin.user"),
                    new ConfigKey(
                            "api.token", "none", "administrator's token for programs, 8 or more"),
                    new ConfigKey("api.rate", "100", "requests a second that one token may make"),
                    new ConfigKey(
                            "agent.origins",
                            "none",
                            "web pages that may show an agent's calls: https://crm.example, …"),
                    new ConfigKey(
                            "agent.keep",
                            "20",
                            "seconds that a page in the work window is safe from the next call's"),
                    new ConfigKey(
                            "recorder.size",
                            "200",
                            "MB of each PBX's stream to keep for recordings of calls; 0 keeps none"),
                    new ConfigKey("recorder.hours", "24", "and not longer than this"),
                    new ConfigKey(
                            "egress.allow",
                            "none",
                            "private addresses that scripts may reach: 10.1.0.0/16, 10.2.0.7"),
                    new ConfigKey(
                            "programs.host", "127.0.0.1", "address for other people's programs"),
                    new ConfigKey("programs.port", "9888", "their port (socket.io); 0 for none"),
                    new ConfigKey(
                            "programs.tls.port",
                            "8888",
                            "the same encrypted, when there is a certificate; 0 for none"),
                    new ConfigKey("programs.tls.cert", "http.tls.cert", "PEM file"),
                    new ConfigKey("programs.tls.key", "http.tls.key", "PEM file"),
                    new ConfigKey(
                            "programs.anonymous", "false", "true lets programs in without a token"),
                    new ConfigKey("programs.sockets", "50", "of one address at once"),
                    new ConfigKey(
                            "programs.origins",
                            "none",
                            "web pages that may connect: https://crm.example, …"),
                    new ConfigKey("cluster.enabled", "false", "true makes it one node of many"),
                    new ConfigKey(
                            "cluster.host", "none", "private address that the other nodes reach"),
                    new ConfigKey(
                            "cluster.port", "5701", "port of the membership; the next is the bus"),
                    new ConfigKey(
                            "cluster.public.host",
                            "cluster.host",
                            "where the others reach it, behind a NAT or in a container"),
                    new ConfigKey(
                            "cluster.public.port", "cluster.port", "the same; the next is the bus"),
                    new ConfigKey("cluster.members", "none", "others: 10.0.0.2, 10.0.0.3:5701"),
                    new ConfigKey("cluster.secret", "none", "what all nodes share, 24 or more"),
                    new ConfigKey("cluster.tls.cert", "from secret", "PEM file of this node"),
                    new ConfigKey("cluster.tls.key", "from secret", "PEM file"),
                    new ConfigKey(
                            "cluster.tls.ca", "from secret", "PEM file of the nodes' authority"),
                    new ConfigKey("node.name", "host name", "this node's name for people"),
                    new ConfigKey("node.roles", "all", "pbx, agents, web"));

    /** Of each entry of the list {@code pbx}. */
    static final List<ConfigKey> OF_A_PBX =
            List.of(
                    new ConfigKey("name", "the host", "part of the calls' ids, so keep it"),
                    new ConfigKey("host", "must be there", "host of the manager interface"),
                    new ConfigKey("port", "5038, TLS 5039", "port of the manager interface"),
                    new ConfigKey("user", "must be there", "manager user"),
                    new ConfigKey("secret", "must be there", "the secret of user"),
                    new ConfigKey("tls", "false", "true for an encrypted connection"));

    /** Lines for the help of a command. */
    static String[] help() {
        StringBuilder text =
                new StringBuilder(
                        "%nConfiguration, the later one wins: belfry.yaml, environment"
                                + " (BELFRY_HTTP_PORT=8081),%n"
                                + "command line (--http.port=8081).%n%n");
        text.append(line("key", "default", "meaning"));
        ALL.forEach(key -> text.append(line(key.name, key.usually, key.meaning)));
        OF_A_PBX.forEach(key -> text.append(line("pbx.0." + key.name, key.usually, key.meaning)));
        return text.append("%npbx.1, pbx.2 … are further PBXs; in the file a list.")
                .toString()
                .split("%n", -1);
    }

    private static String line(String name, String usually, String meaning) {
        return String.format("  %-18s %-15s %s", name, usually, meaning) + "%n";
    }
}
