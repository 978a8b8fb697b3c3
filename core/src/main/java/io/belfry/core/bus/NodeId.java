package io.belfry.core.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.UUID;

/**
 * One start of one server. A server that comes back is another node: it knows nothing of what it
 * promised before.
 */
public record NodeId(String text) implements Shareable {
    private static final String NAME = "belfry.node";

    /** The one of this Vert.x, made when it is first asked for. */
    public static NodeId of(Vertx vertx) {
        return vertx.sharedData()
                .<String, NodeId>getLocalMap(NAME)
                .computeIfAbsent(NAME, first -> new NodeId(UUID.randomUUID().toString()));
    }

    /**
     * Before anybody has asked for it: how others may call this node.
     *
     * @throws IllegalStateException when it has another name already
     */
    public static void use(Vertx vertx, String id) {
        NodeId now =
                vertx.sharedData()
                        .<String, NodeId>getLocalMap(NAME)
                        .computeIfAbsent(NAME, first -> new NodeId(id));
        if (!now.text().equals(id)) {
            throw new IllegalStateException("this node is " + now + " already");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
