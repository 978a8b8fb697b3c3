package io.belfry.simulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.simulator.proxy.FaultProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private ServerSocket echo;
    private FaultProxy proxy;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::echo, "echo");
        server.setDaemon(true);
        server.start();
        proxy = FaultProxy.to(echo.getLocalPort());
        client = connect();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private void echo() {
        while (!echo.isClosed()) {
            try {
                Socket accepted = echo.accept();
                Thread one = new Thread(() -> echo(accepted), "echo-connection");
                one.setDaemon(true);
                one.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
            socket.close();
        } catch (IOException e) {
            // a cut connection is what the test wants
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        echo.close();
    }

    private void send(int bytes) throws IOException {
        client.getOutputStream().write(new byte[bytes]);
    }

    private int receive(int bytes) throws IOException {
        return client.getInputStream().readNBytes(bytes).length;
    }

    @Test
    void forwardsBothWaysWhenNothingIsWrong() throws IOException {
        send(100_000);

        assertThat(receive(100_000)).isEqualTo(100_000);
        // it counts after it has written
        await(() -> proxy.forwarded(Direction.TO_SERVER) == 100_000);
        await(() -> proxy.forwarded(Direction.TO_CLIENT) == 100_000);
    }

    @Test
    void aCutResetsTheConnectionAndANewOneWorks() throws IOException {
        send(1);
        receive(1);

        proxy.cut();

        assertThatThrownBy(() -> readUntilEnd()).isInstanceOf(SocketException.class);
        client = connect();
        send(1);
        assertThat(receive(1)).isEqualTo(1);
        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    private void readUntilEnd() throws IOException {
        client.getInputStream().readAllBytes();
    }

    @Test
    void aBlackHoleToTheServerSwallowsAndKeepsTheConnectionOpen() throws IOException {
        proxy.blackhole(Direction.TO_SERVER, true);
        send(10);
        await(() -> proxy.swallowed(Direction.TO_SERVER) == 10);

        client.setSoTimeout(50);
        assertThatThrownBy(() -> receive(1)).isInstanceOf(SocketTimeoutException.class);
        assertThat(proxy.connections()).isEqualTo(1);

        proxy.heal();
        client.setSoTimeout(60_000);
        send(5);
        assertThat(receive(5)).isEqualTo(5);
    }

    @Test
    void whatIsHeldWaitsAndGoesOnWhenItIsHealed() throws IOException {
        proxy.hold(Direction.TO_CLIENT, true);
        send(10);
        await(() -> proxy.held(Direction.TO_CLIENT) == 10);

        client.setSoTimeout(50);
        assertThatThrownBy(() -> receive(1)).isInstanceOf(SocketTimeoutException.class);
        assertThat(proxy.forwarded(Direction.TO_SERVER)).isEqualTo(10);
        assertThat(proxy.forwarded(Direction.TO_CLIENT)).isZero();

        proxy.heal();
        client.setSoTimeout(60_000);
        assertThat(receive(10)).isEqualTo(10);
    }

    @Test
    void whoComesThroughADoorIsLedToHisOwnPort() throws IOException {
        try (FaultProxy other = FaultProxy.to(echo.getLocalPort());
                FaultProxy door =
                        FaultProxy.at(
                                0,
                                visitor ->
                                        visitor.getPort() == client.getLocalPort()
                                                ? proxy.port()
                                                : other.port())) {
            try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
                visitor.getOutputStream().write(new byte[3]);
                assertThat(visitor.getInputStream().readNBytes(3)).hasSize(3);
            }
            await(() -> other.forwarded(Direction.TO_CLIENT) == 3);
        }
        assertThat(proxy.forwarded(Direction.TO_SERVER)).isZero();
    }

    @Test
    void whomADoorDoesNotKnowIsSentAway() throws IOException {
        try (FaultProxy door =
                        FaultProxy.at(
                                0,
                                visitor -> {
                                    throw new UncheckedIOException(new IOException("a stranger"));
                                });
                Socket visitor = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            assertThatThrownBy(() -> visitor.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class);
            await(() -> door.cuts() == 1);
        }
    }

    @Test
    void aBlackHoleToTheClientLetsTheServerHear() throws IOException {
        proxy.blackhole(Direction.TO_CLIENT, true);
        send(10);

        await(() -> proxy.swallowed(Direction.TO_CLIENT) == 10);

        await(() -> proxy.forwarded(Direction.TO_SERVER) == 10);
    }

    @Test
    void aDelayHoldsBytesBack() throws IOException {
        proxy.delay(Direction.TO_SERVER, Duration.ofMillis(200));
        long start = System.nanoTime();

        send(1);
        receive(1);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aThrottleMakesBytesSlow() throws IOException {
        proxy.throttle(Direction.TO_SERVER, 10_000);
        long start = System.nanoTime();

        send(3000);
        receive(3000);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void cutsAfterTheByteThatWasNamed() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 7);
        send(20);

        await(() -> proxy.cuts() == 1);

        await(() -> proxy.forwarded(Direction.TO_SERVER) == 7);
        client = connect();
        send(20);
        assertThat(receive(20)).isEqualTo(20);
    }

    @Test
    void whileItRefusesConnectionsAreReset() throws IOException {
        proxy.refuse(true);

        assertThatThrownBy(
                        () -> {
                            try (Socket refused = connect()) {
                                if (refused.getInputStream().read() < 0) {
                                    throw new SocketException("closed");
                                }
                            }
                        })
                .isInstanceOf(SocketException.class);
        proxy.heal();
        client = connect();
        send(1);
        assertThat(receive(1)).isEqualTo(1);
    }

    @Test
    void aGoodbyeOfTheClientIsNoFault() throws IOException {
        send(1);
        receive(1);

        client.close();

        await(() -> proxy.connections() == 0);
        assertThat(proxy.cuts()).isZero();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited a minute").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
