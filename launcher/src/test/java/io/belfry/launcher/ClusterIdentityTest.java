package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who shares the secret is believed, nobody else; on real sockets. */
class ClusterIdentityTest {
    private static final String SECRET = "what-all-nodes-of-this-cluster-share";

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<String> heard = new CompletableFuture<>();
    private NetServer server;

    /** Held, because a client that nobody holds closes its sockets. */
    private NetClient client;

    @BeforeEach
    void listen() {
        ClusterIdentity identity = new ClusterIdentity(SECRET);
        NetServerOptions options =
                new NetServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true);
        options.setClientAuth(ClientAuth.REQUIRED);
        options.setKeyCertOptions(identity.keyCert()).setTrustOptions(identity.trust());
        server =
                vertx.createNetServer(options)
                        .connectHandler(
                                socket -> socket.handler(text -> heard.complete(text.toString())))
                        .exceptionHandler(refused -> {});
        await(server.listen().toCompletionStage().toCompletableFuture());
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aNodeWithTheSameSecretIsHeard() {
        NetSocket socket = connect(new ClusterIdentity(SECRET));
        socket.write("hello");

        assertThat(await(heard)).isEqualTo("hello");
    }

    @Test
    void aNodeWithAnotherSecretGetsNoConnection() {
        assertThatThrownBy(() -> connect(new ClusterIdentity(SECRET + "!")))
                .isInstanceOf(CompletionException.class);
        assertThat(heard).isNotDone();
    }

    @Test
    void aStrangerWithoutACertificateIsNotHeard() {
        NetClientOptions options = new NetClientOptions().setSsl(true).setTrustAll(true);
        options.setHostnameVerificationAlgorithm("");
        CompletableFuture<Void> closed = new CompletableFuture<>();
        client = vertx.createNetClient(options);
        client.connect(server.actualPort(), "127.0.0.1")
                .onFailure(e -> closed.complete(null))
                .onSuccess(
                        socket -> {
                            socket.closeHandler(gone -> closed.complete(null));
                            socket.exceptionHandler(e -> closed.complete(null));
                            socket.write(Buffer.buffer("hello"));
                        });

        await(closed);
        assertThat(heard).isNotDone();
    }

    @Test
    void theSameSecretMakesTheSameNameAndKeyAndTellsNothingOfItself() {
        ClusterIdentity one = new ClusterIdentity(SECRET);
        ClusterIdentity same = new ClusterIdentity(SECRET);
        ClusterIdentity other = new ClusterIdentity(SECRET + "!");

        assertThat(one.name()).isEqualTo(same.name()).isNotEqualTo(other.name());
        assertThat(one.sealingKey()).isEqualTo(same.sealingKey()).isNotEqualTo(other.sealingKey());
        assertThat(one.name()).doesNotContain(SECRET);
    }

    private NetSocket connect(ClusterIdentity identity) {
        NetClientOptions options = new NetClientOptions().setSsl(true);
        options.setHostnameVerificationAlgorithm("");
        options.setKeyCertOptions(identity.keyCert()).setTrustOptions(identity.trust());
        client = vertx.createNetClient(options);
        return await(
                client.connect(server.actualPort(), "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
