package io.belfry.simulator;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.calls.CallCenter;
import io.belfry.simulator.calls.Timeline;
import io.belfry.simulator.manager.CallControl;
import io.belfry.simulator.manager.ManagedPbx;
import io.belfry.simulator.manager.ManagerInterface;
import io.belfry.simulator.manager.PbxVersion;
import io.belfry.simulator.replay.PlayTarget;
import io.belfry.simulator.state.PbxState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The parts of the simulated PBX and the one lock that keeps them in step: what an action sees,
 * what an event changes and what a telephone does never overlap.
 */
final class SimulatedPbx implements ManagedPbx, PlayTarget {
    private final Object lock = new Object();
    private final SimulatorConfig config;
    private final PbxTime time = new PbxTime();
    private final PbxState state;
    private final CallCenter calls;
    private final CallDriver driver;
    private final ManagerInterface manager;
    private Instant bootTime;
    private boolean ready;
    private long published;
    private volatile Consumer<AmiEvent> watcher = event -> {};

    SimulatedPbx(SimulatorConfig config) throws IOException {
        this.config = config;
        this.bootTime = time.instant();
        this.ready = readyAtOnce();
        this.state = new PbxState(config.plan(), bootTime);
        Timeline timeline = new Timeline(bootTime);
        CallCenter.Setup setup =
                new CallCenter.Setup(
                        config.plan(), config.seed(), config.quirks(), config.journalLimit());
        this.calls = new CallCenter(setup, timeline, state, this::publish);
        this.driver = new CallDriver(lock, timeline, time);
        this.manager = new ManagerInterface(this, lock, config.managerSettings());
    }

    void start() throws IOException {
        manager.start();
        driver.start();
    }

    void stop() throws IOException {
        driver.close();
        manager.close();
    }

    ManagerInterface manager() {
        return manager;
    }

    /** While it runs nothing moves; afterwards whoever waits for new plans is told. */
    <T> T whileStill(Supplier<T> work) {
        synchronized (lock) {
            calls.timeline().moveTo(time.instant());
            T result = work.get();
            lock.notifyAll();
            return result;
        }
    }

    /** Jumps ahead; what is due by then has happened afterwards. */
    void pass(Duration step) {
        synchronized (lock) {
            time.advance(step);
            calls.timeline().runUntil(time.instant());
            lock.notifyAll();
        }
    }

    private boolean readyAtOnce() {
        return config.fullyBooted() == SimulatorConfig.FullyBooted.AT_LOGIN;
    }

    /** All calls are gone, the clock of the PBX goes on. */
    void reboot() {
        synchronized (lock) {
            bootTime = time.instant();
            ready = readyAtOnce();
            calls.restart();
            state.reboot(config.plan(), bootTime);
            calls.booted();
        }
    }

    void becomeReady() {
        synchronized (lock) {
            ready = true;
            manager.sendFullyBooted();
        }
    }

    CallCenter center() {
        return calls;
    }

    void watch(Consumer<AmiEvent> newWatcher) {
        watcher = newWatcher;
    }

    long published() {
        synchronized (lock) {
            return published;
        }
    }

    @Override
    public PbxTime time() {
        return time;
    }

    @Override
    public PbxState state() {
        return state;
    }

    @Override
    public Instant now() {
        return time.instant();
    }

    @Override
    public Instant bootTime() {
        synchronized (lock) {
            return bootTime;
        }
    }

    @Override
    public boolean fullyBooted() {
        return ready;
    }

    @Override
    public PbxVersion version() {
        return config.version();
    }

    @Override
    public String globalVariable(String name) {
        return name.equals("TRUNK") ? config.plan().trunk() : "";
    }

    @Override
    public void publish(AmiEvent event) {
        synchronized (lock) {
            published++;
            state.apply(event, time.instant());
            watcher.accept(event);
            manager.send(event);
        }
    }

    /**
     * Whoever asks for it is about to plan something: it is planned from now, and the driver has to
     * look again.
     */
    @Override
    public CallControl calls() {
        synchronized (lock) {
            calls.timeline().moveTo(time.instant());
            lock.notifyAll();
            return calls;
        }
    }

    @Override
    public void perform(List<AmiEvent> events) {
        synchronized (lock) {
            events.forEach(this::publish);
        }
    }

    @Override
    public void prepare(Consumer<PbxState> change) {
        synchronized (lock) {
            change.accept(state);
        }
    }

    @Override
    public long pendingBytes() {
        return manager.mostPending();
    }
}
