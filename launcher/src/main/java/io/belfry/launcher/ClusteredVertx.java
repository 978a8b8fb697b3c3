package io.belfry.launcher;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import io.belfry.core.bus.FarSide;
import io.belfry.core.bus.NodeGone;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x that is one of many. Hazelcast only knows who is there and who listens where; its name
 * comes from the secret, and nothing of ours travels through it. What the nodes tell each other
 * goes over the event bus, where both sides must show the key of the cluster.
 */
final class ClusteredVertx {
    /** A node that is frozen is asked for nothing; it may come back. */
    private static final int SILENT_SECONDS = 30;

    /**
     * A question to another member whose connection broke is never answered. It fails after twice
     * this time; until then it holds a thread, and whoever waits for it.
     */
    private static final String CALL_MILLIS = "4000";

    /** Attribute of a member: what we call it. */
    private static final String NODE = "belfry.node";

    private ClusteredVertx() {}

    static Future<Vertx> start(ClusterConfig cluster, VertxOptions options) {
        System.setProperty("hazelcast.logging.type", "slf4j");
        String id = UUID.randomUUID().toString();
        Config config = hazelcast(cluster);
        config.getMemberAttributeConfig().setAttribute(NODE, id);
        HazelcastClusterManager manager = new HazelcastClusterManager(config);
        return Vertx.builder()
                .with(options.setEventBusOptions(bus(cluster)))
                .withClusterManager(manager)
                .buildClustered()
                .onSuccess(
                        vertx -> {
                            NodeId.use(vertx, id);
                            HazelcastInstance hazelcast = manager.getHazelcastInstance();
                            hazelcast.getCluster().addMembershipListener(tellWhoIsGone(vertx));
                            hazelcast
                                    .getLifecycleService()
                                    .addLifecycleListener(event -> mend(vertx, event));
                        });
    }

    /** A node that dies is known to be gone at once, long before it is missed. */
    private static MembershipListener tellWhoIsGone(Vertx vertx) {
        return new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                // it tells of itself
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                String node = event.getMember().getAttribute(NODE);
                if (node != null) {
                    Topic.NODE_GONE.publishHere(vertx, new NodeGone(node));
                }
            }
        };
    }

    /**
     * A node that comes back to the others after a split takes their list of listeners, on which it
     * is not any more.
     */
    private static void mend(Vertx vertx, LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            FarSide.of(vertx).registerAgain();
        }
    }

    /** Where and with which certificate the nodes speak to each other. */
    static EventBusOptions bus(ClusterConfig cluster) {
        EventBusOptions bus =
                new EventBusOptions()
                        .setHost(cluster.host())
                        .setPort(cluster.busPort())
                        .setClusterPublicHost(cluster.publicHost())
                        .setClusterPublicPort(cluster.publicBusPort())
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        // else a node would tell everything to whoever answers in another's place
                        .setTrustAll(false);
        bus.setConnectTimeout(2_000).setReconnectAttempts(0);
        // what was to be said to that node waits for it, or for the next try
        bus.setSslHandshakeTimeout(5).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        bus.setClusterPingInterval(2_000).setClusterPingReplyInterval(2_000);
        cluster.tls()
                .ifPresentOrElse(
                        tls ->
                                bus.setKeyCertOptions(
                                                new PemKeyCertOptions()
                                                        .setCertPath(tls.cert())
                                                        .setKeyPath(tls.key()))
                                        .setTrustOptions(
                                                new PemTrustOptions().addCertPath(tls.ca())),
                        () -> {
                            ClusterIdentity identity = new ClusterIdentity(cluster.secret());
                            bus.setKeyCertOptions(identity.keyCert())
                                    .setTrustOptions(identity.trust());
                        });
        return bus;
    }

    private static Config hazelcast(ClusterConfig cluster) {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(new ClusterIdentity(cluster.secret()).name());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.join.seconds", "15");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(SILENT_SECONDS));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "2");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "2");
        config.setProperty("hazelcast.operation.call.timeout.millis", CALL_MILLIS);
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.getJetConfig().setEnabled(false);
        // nobody reads them, and they are collected every few seconds
        config.getMetricsConfig().setEnabled(false);
        config.setSerializationConfig(
                new SerializationConfig().setJavaSerializationFilterConfig(ourOwnClasses()));
        // where a node listens is asked before each new connection to it: of the own memory
        config.getMapConfig("__vertx.nodeInfo")
                .setBackupCount(MapConfig.MAX_BACKUP_COUNT)
                .setReadBackupData(true);
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(cluster.port()).setPortAutoIncrement(false).setPortCount(1);
        String me = cluster.publicHost() + ":" + cluster.publicPort();
        network.setPublicAddress(me);
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        network.getRestApiConfig().setEnabled(false);
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).addMember(me);
        cluster.members().forEach(join.getTcpIpConfig()::addMember);
        return config;
    }

    /** Who speaks to the port of the membership must not choose which classes are loaded. */
    private static JavaSerializationFilterConfig ourOwnClasses() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes(
                        "io.vertx.spi.cluster.hazelcast.",
                        "io.vertx.core.spi.cluster.",
                        "com.hazelcast.",
                        "java.lang.",
                        "java.util.",
                        "[Ljava.lang.",
                        "[Ljava.util.");
        // what a failed operation is answered with
        filter.getWhitelist().addClasses("java.io.IOException", "java.io.EOFException");
        return filter;
    }
}
