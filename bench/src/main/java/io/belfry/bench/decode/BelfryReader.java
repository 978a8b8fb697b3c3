package io.belfry.bench.decode;

import io.belfry.ami.Replay;
import io.belfry.core.call.CallEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Belfry's own work on the stream, on one thread: decode, translate, track. The derived calls are
 * kept and compared with the truth when the clock has stopped.
 */
final class BelfryReader implements ReaderMain.Reader {
    private final Truth truth;
    private final int times;
    private final Replay replay;
    private final List<CallEvent> derived = new ArrayList<>();
    private Socket socket;

    BelfryReader(Truth truth, Path recording, int times) throws IOException {
        this.truth = truth;
        this.times = times;
        this.replay = new Replay(Truth.agents(recording), Truth.VARIABLES);
    }

    @Override
    public void connect(int port) throws IOException {
        derived.clear();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public long read() throws IOException {
        return replay.listen(socket.getInputStream(), InstantSource.system(), derived::add);
    }

    @Override
    public String verify() throws IOException {
        socket.close();
        return truth.differences(derived, times);
    }
}
