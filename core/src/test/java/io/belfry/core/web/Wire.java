package io.belfry.core.web;

import static io.belfry.core.web.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A line to a port of this machine that a test can cut, or make silent. */
final class Wire {
    private final NetServer near;
    private final Queue<NetSocket> ends = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

    Wire(Vertx vertx, int port) {
        near =
                vertx.createNetServer()
                        .connectHandler(
                                here -> {
                                    ends.add(here);
                                    here.pause();
                                    vertx.createNetClient()
                                            .connect(port, "127.0.0.1")
                                            .onSuccess(there -> join(here, there))
                                            .onFailure(e -> here.close());
                                });
        await(near.listen(0, "127.0.0.1"));
    }

    private void join(NetSocket here, NetSocket there) {
        ends.add(there);
        here.pipeTo(there);
        if (!silent) {
            there.pipeTo(here);
        }
    }

    int port() {
        return near.actualPort();
    }

    /** Connections end, and nobody listens any more. */
    void cut() {
        await(near.close());
        ends.forEach(NetSocket::close);
    }

    /** Connections can be made and take what is sent; nothing ever comes back. */
    void silence() {
        silent = true;
        ends.forEach(end -> end.handler(lost -> {}));
    }
}
