package io.belfry.bench.cluster;

import io.belfry.bench.ServerProcess;
import io.belfry.bench.pop.Centre;
import io.belfry.bench.pop.Seat;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.Secrets;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.proxy.FaultProxy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Nodes in processes of their own, with one database behind a bad network for each of them. For
 * tests and measurements; blocks.
 */
public final class Cluster implements AutoCloseable {
    private static final Duration PREPARED_WITHIN = Duration.ofMinutes(5);

    /** Membership and bus of a node are two neighbouring ports. */
    private static final int PORTS = 2;

    /**
     * Others must know the ports before a node listens, which takes it seconds. So they are none
     * that a system gives to outgoing connections (Linux from 32768), and each process has its own.
     */
    private static final int LOWEST_PORT = 20_000;

    private static final int PORTS_OF_A_PROCESS = 120;
    private static final int MY_PORTS =
            LOWEST_PORT + (int) (ProcessHandle.current().pid() % 100) * PORTS_OF_A_PROCESS;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger();

    private final Path folder;
    private final List<String> pbxs;
    private final EmbeddedPostgres postgres;
    private final String secret = UUID.randomUUID().toString();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Optional<Wires> wires;
    private int started;
    private List<String> paused = List.of();

    /** One of them. */
    public final class Node {
        private final String name;
        private final int clusterPort;

        /** Where the others find it. */
        private final int publicPort;

        private final FaultProxy database;
        private volatile ServerProcess process;

        private Node(String name) {
            this.name = name;
            this.clusterPort = freePorts();
            this.publicPort = wires.map(between -> doors(between)).orElse(clusterPort);
            this.database = FaultProxy.to(postgres.getPort());
        }

        private int doors(Wires between) {
            int first = freePorts();
            for (int port = 0; port < PORTS; port++) {
                between.door(name, first + port, clusterPort + port, Cluster.this::who);
            }
            return first;
        }

        private void begin() {
            started++;
            List<String> settings = new ArrayList<>(pbxs);
            settings.add("--programs.port=0");
            settings.add("--db.url=" + url(database.port()));
            settings.add("--cluster.enabled=true");
            settings.add("--cluster.host=127.0.0.1");
            settings.add("--cluster.port=" + clusterPort);
            settings.add("--cluster.public.port=" + publicPort);
            settings.add("--cluster.secret=" + secret);
            settings.add("--node.name=" + name);
            nodes.stream()
                    .filter(node -> node != this)
                    .forEach(
                            node -> settings.add("--cluster.members=127.0.0.1:" + node.publicPort));
            process =
                    ServerProcess.begin(
                            folder.resolve(name),
                            folder.resolve(name + "-" + started + ".log"),
                            oneList(settings));
        }

        public String name() {
            return name;
        }

        /** The process that it is now. */
        public ServerProcess process() {
            return process;
        }

        /** Its way to the database. */
        public FaultProxy database() {
            return database;
        }

        /** The port of its membership; the next is the one of its bus. */
        public int clusterPort() {
            return clusterPort;
        }

        /** Another process of the same name. */
        public void restart() {
            begin();
        }
    }

    /**
     * @param folder empty; data and logs of the nodes go there
     * @param pbxs settings of the PBXs, the same for all nodes
     */
    public Cluster(Path folder, List<String> pbxs) {
        this(folder, pbxs, false);
    }

    /**
     * @param wired whether what nodes say to each other can be cut; only on Linux
     */
    public Cluster(Path folder, List<String> pbxs, boolean wired) {
        this.wires = wired ? Optional.of(new Wires()) : Optional.empty();
        this.folder = folder;
        this.pbxs = List.copyOf(pbxs);
        try {
            this.postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("listen_addresses", "localhost")
                            .setServerConfig("max_connections", "60")
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String who(Socket accepted) {
        return nodes.stream()
                .filter(node -> node.process != null)
                .filter(node -> SocketOwner.is(accepted, node.process.pid()))
                .findFirst()
                .map(Node::name)
                .orElseThrow(Wires::stranger);
    }

    /** What the first says does not reach the second any more; all connections stay open. */
    public void cut(Node from, Node to) {
        between().cut(from.name(), to.name());
    }

    /**
     * The nodes hear each other again.
     *
     * @param reset whether connections that were made before break, as when something between has
     *     forgotten them; else what was said meanwhile arrives late
     */
    public void heal(boolean reset) {
        between().heal(reset);
    }

    /** The same, also where no wires can be cut. */
    public void healWires() {
        wires.ifPresent(between -> between.heal(false));
    }

    /** Bytes that the first has brought to the second. */
    public long brought(Node from, Node to) {
        return between().brought(from.name(), to.name());
    }

    /** Bytes of the first that could not go on. */
    public long held(Node from, Node to) {
        return between().held(from.name(), to.name());
    }

    private Wires between() {
        return wires.orElseThrow(() -> new IllegalStateException("no wires that can be cut"));
    }

    /** Several settings of one key are a list with commas. */
    private static List<String> oneList(List<String> settings) {
        String key = "--cluster.members=";
        String members =
                String.join(
                        ",",
                        settings.stream()
                                .filter(each -> each.startsWith(key))
                                .map(each -> each.substring(key.length()))
                                .toList());
        List<String> all =
                new ArrayList<>(settings.stream().filter(each -> !each.startsWith(key)).toList());
        if (!members.isEmpty()) {
            all.add(key + members);
        }
        return all;
    }

    private static int freePorts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            int port = MY_PORTS + NEXT_PORT.getAndAdd(PORTS) % PORTS_OF_A_PROCESS;
            try (ServerSocket first = listening(port);
                    ServerSocket second = listening(port + PORTS - 1)) {
                return Math.min(first.getLocalPort(), second.getLocalPort());
            } catch (IOException e) {
                // somebody has one of them; another pair
            }
        }
        throw new IllegalStateException("no two neighbouring ports are free");
    }

    /** Strictly: a port of a connection that has just ended is not free for everybody. */
    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String url(int port) {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    /** Agents, their sessions and an integration that opens a page at each ring. */
    public List<Seat> fill(PbxPlan plan) {
        Vertx vertx = Vertx.vertx();
        try {
            return new Centre(
                            vertx,
                            DatabaseConfig.of(url(postgres.getPort())),
                            Secrets.of(new byte[Secrets.KEY_BYTES]))
                    .fill(plan)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(PREPARED_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } finally {
            vertx.close();
        }
    }

    /** Starts so many more, and returns when each is ready. */
    public void start(int count) {
        List<Node> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Node node = new Node("node" + (nodes.size() + 1));
            nodes.add(node);
            fresh.add(node);
        }
        for (Node node : fresh) {
            node.begin();
            // the schema is made by one of them
            node.process().port();
        }
        fresh.forEach(node -> node.process().untilReady());
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** Nodes whose process lives. */
    public List<Node> living() {
        return nodes.stream().filter(node -> node.process().isAlive()).toList();
    }

    /** Port of the database, for who wants to look at it without a bad network. */
    public int databasePort() {
        return postgres.getPort();
    }

    /** Lines with these words that any node has written since it first began. */
    public List<String> logged(String words) {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                try (Stream<String> all = Files.lines(log)) {
                    all.filter(line -> line.contains(words))
                            .forEach(line -> lines.add(log.getFileName() + ": " + line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** Who owns a PBX, as the database has it; empty while nobody does. */
    public Optional<Node> owner(String pbx) {
        return Optional.ofNullable(leases(pbx).getString("owner", null))
                .flatMap(
                        name ->
                                nodes.stream()
                                        .filter(node -> node.name().equals(name))
                                        .findFirst());
    }

    /** The row of the lease: {@code owner} (name of the node, null for none) and {@code epoch}. */
    public JsonObject leases(String pbx) {
        String sql =
                "select n.name, l.epoch from pbx_lease l left join cluster_node n on n.id = l.owner"
                        + " and l.expires_at > extract(epoch from clock_timestamp()) * 1000 where l.pbx = ?";
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, pbx);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? new JsonObject()
                                .put("owner", rows.getString(1))
                                .put("epoch", rows.getLong(2))
                        : new JsonObject().put("epoch", 0L);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A number that the database counts. */
    public long count(String sql) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All processes of the database stand still, as on a machine that hangs. */
    public void pauseDatabase() {
        paused =
                new ArrayList<>(
                        texts(
                                "select pid::text from pg_stat_activity where pid <> pg_backend_pid()"));
        paused.add(texts("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)").get(0));
        signal("STOP");
    }

    /** Once more changes nothing. */
    public void resumeDatabase() {
        if (!paused.isEmpty()) {
            signal("CONT");
            paused = List.of();
        }
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        command.addAll(paused);
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the database has, a text of each row. */
    public List<String> texts(String sql) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits for it, bounded.
     *
     * @throws IllegalStateException when it does not come
     */
    public static <T> T until(Duration limit, String what, Supplier<Optional<T>> fact) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<T> found = fact.get();
        while (found.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(10_000_000);
            found = fact.get();
        }
        return found.get();
    }

    /** Settings of one simulated PBX. */
    public static List<String> pbx(int place, String name, PbxSimulator pbx) {
        return ServerProcess.pbx(place, name, pbx.port());
    }

    @Override
    public void close() {
        resumeDatabase();
        nodes.stream()
                .filter(node -> node.process() != null && node.process().isAlive())
                .forEach(
                        node -> {
                            node.process().signal("CONT");
                            node.process().signal("KILL");
                        });
        nodes.forEach(node -> node.database().close());
        wires.ifPresent(Wires::close);
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
