package io.belfry.core.bus;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Facts that go to other nodes together. Each stands for itself: one that a node does not
 * understand takes no other with it.
 *
 * @param node who tells it
 * @param number of that node's bundles, from 1
 */
record Bundle(String node, long number, List<Fact> facts) {
    private static final byte VERSION = 1;

    /**
     * @param topic address of the topic
     * @param pbx in the name of whose owner it is told; empty when in nobody's
     * @param epoch of the owner's claim
     * @param body as {@link WireFormat} writes it
     */
    record Fact(String topic, String pbx, long epoch, byte[] body) {}

    Buffer write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(node);
            out.writeLong(number);
            out.writeInt(facts.size());
            for (Fact fact : facts) {
                out.writeUTF(fact.topic());
                out.writeUTF(fact.pbx());
                out.writeLong(fact.epoch());
                out.writeInt(fact.body().length);
                out.write(fact.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /**
     * @throws IllegalArgumentException for anything that is no bundle in a version that we know
     */
    static Bundle read(Buffer buffer) {
        byte[] bytes = buffer.getBytes();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("no bundle in version " + VERSION);
            }
            String node = in.readUTF();
            long number = in.readLong();
            int size = in.readInt();
            List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                facts.add(
                        new Fact(
                                in.readUTF(), in.readUTF(), in.readLong(), body(in, in.readInt())));
            }
            return new Bundle(node, number, facts);
        } catch (IOException e) {
            throw new IllegalArgumentException("a bundle that ends too early", e);
        }
    }

    private static byte[] body(DataInputStream in, int length) throws IOException {
        // never more memory than what really came
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a bundle that ends too early");
        }
        return in.readNBytes(length);
    }
}
