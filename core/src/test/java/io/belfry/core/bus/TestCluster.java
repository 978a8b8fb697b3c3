package io.belfry.core.bus;

import static io.belfry.core.store.Wait.forIt;

import com.hazelcast.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Nodes in one process that know each other and nobody else. */
public final class TestCluster implements AutoCloseable {
    private final List<Vertx> nodes = new ArrayList<>();

    public TestCluster(int size) {
        System.setProperty("hazelcast.logging.type", "slf4j");
        String name = "test-" + UUID.randomUUID();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            HazelcastClusterManager manager = new HazelcastClusterManager(config(name, members));
            nodes.add(node(manager));
            members.add(addressOf(manager));
        }
    }

    public Vertx node(int index) {
        return nodes.get(index);
    }

    private static String addressOf(HazelcastClusterManager manager) {
        var member = manager.getHazelcastInstance().getCluster().getLocalMember();
        return "127.0.0.1:" + member.getAddress().getPort();
    }

    private static Config config(String name, List<String> members) {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(name);
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig()
                .setPort(0)
                .getInterfaces()
                .setEnabled(true)
                .addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
        members.forEach(config.getNetworkConfig().getJoin().getTcpIpConfig()::addMember);
        return config;
    }

    private static Vertx node(HazelcastClusterManager manager) {
        VertxOptions options =
                new VertxOptions()
                        .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1").setPort(0));
        Vertx vertx =
                forIt(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
        RecordCodec.register(vertx);
        return vertx;
    }

    /** The first one, which the others found the cluster by, goes last. */
    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            forIt(nodes.get(i).close());
        }
    }
}
