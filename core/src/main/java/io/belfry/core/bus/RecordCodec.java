package io.belfry.core.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Lets every record of ours travel by reference inside a node and as versioned JSON between nodes.
 * Records are immutable, so nothing is copied.
 */
public final class RecordCodec implements MessageCodec<Object, Object> {
    public static final String NAME = "belfry-record";

    private RecordCodec() {}

    /** Must be called once for each Vert.x before the bus is used. */
    public static void register(Vertx vertx) {
        vertx.eventBus().registerCodec(new RecordCodec());
        if (vertx.isClustered()) {
            FarTopics.of(vertx);
        }
    }

    @Override
    public void encodeToWire(Buffer buffer, Object body) {
        byte[] json = WireFormat.encode(body);
        buffer.appendInt(json.length).appendBytes(json);
    }

    @Override
    public Object decodeFromWire(int pos, Buffer buffer) {
        int length = buffer.getInt(pos);
        return WireFormat.decode(buffer.getBytes(pos + 4, pos + 4 + length));
    }

    @Override
    public Object transform(Object body) {
        return body;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
