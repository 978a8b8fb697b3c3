package io.belfry.simulator;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallOrder;
import io.belfry.simulator.calls.Script;
import io.belfry.simulator.manager.LoginSpan;
import io.belfry.simulator.manager.ManagerInterface;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Player;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.replay.Speed;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.truth.TruthJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A PBX that is not there: a real manager interface on the loopback address, fed by recordings or
 * by calls that it makes up. What it answers to list actions is rebuilt from the events it sent, so
 * both always agree.
 *
 * <p>It can do what PBXs and networks do to their clients: cut, refuse, stand still, restart.
 */
public final class PbxSimulator implements AutoCloseable {
    private final SimulatorConfig config;
    private final SimulatedPbx pbx;
    private final Player player;

    private PbxSimulator(SimulatorConfig config) throws IOException {
        this.config = config;
        this.pbx = new SimulatedPbx(config);
        this.player = new Player(pbx);
    }

    /**
     * Starts listening.
     *
     * @throws UncheckedIOException if the port cannot be had
     */
    public static PbxSimulator start(SimulatorConfig config) {
        try {
            PbxSimulator simulator = new PbxSimulator(config);
            simulator.pbx.start();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return pbx.manager().port();
    }

    /** Plays recordings one after the other, at the pace at which they were recorded. */
    public CompletableFuture<Void> play(Path... recordings) {
        return play(Speed.ORIGINAL, recordings);
    }

    /**
     * Plays recordings one after the other to everybody who is logged in. Of each only what
     * Asterisk sent by itself is played, not the answers to the recorder's actions. Until it has
     * ended the PBX's clock runs at that speed.
     *
     * @return ends when the last event was handed to the sockets; fails if a file cannot be read
     */
    public CompletableFuture<Void> play(Speed speed, Path... recordings) {
        try {
            List<Recording> read = new ArrayList<>();
            for (Path path : recordings) {
                read.add(Recording.read(path));
            }
            return play(speed, read);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Plays what was read before. */
    public CompletableFuture<Void> play(Speed speed, List<Recording> recordings) {
        return player.play(recordings, speed);
    }

    /**
     * Places a call now.
     *
     * @return its number in the journal of truth
     * @throws IllegalArgumentException if the call leads nowhere
     */
    public long placeCall(CallOrder order) {
        return pbx.whileStill(() -> pbx.center().place(order));
    }

    /** Lets calls come by themselves from now on. */
    public CallGenerator generate(CallGenerator.Settings settings) {
        return pbx.whileStill(
                () -> {
                    CallGenerator generator =
                            new CallGenerator(pbx.center(), config.plan(), settings);
                    generator.start();
                    return generator;
                });
    }

    /** How people behave in calls that the action Originate begins. */
    public void originatedCallsGo(Script script) {
        pbx.whileStill(
                () -> {
                    pbx.center().originatedCallsGo(script);
                    return script;
                });
    }

    /** What the telephones of the generated calls did. */
    public TruthJournal truth() {
        return pbx.center().journal();
    }

    /** Resets every connection; clients may come back at once. */
    public void cutConnections() {
        pbx.manager().cut();
    }

    /** While true, connection attempts are refused; those that are there stay. */
    public void refuseConnections(boolean refuse) {
        pbx.manager().refuse(refuse);
    }

    /**
     * Everything stays open and silent, as behind a firewall that dropped the connection. Events
     * wait.
     */
    public void freeze() {
        pbx.manager().freeze(true);
    }

    public void thaw() {
        pbx.manager().freeze(false);
    }

    /**
     * While true, events wait and answers overtake them, as they may in Asterisk: a list is then
     * younger than the events that follow it.
     */
    public void holdEvents(boolean hold) {
        pbx.manager().holdEvents(hold);
    }

    /**
     * The PBX dies and comes back: connections break, all calls are gone, queue statistics start
     * anew.
     */
    public void restart() {
        pbx.reboot();
        pbx.manager().cut();
    }

    /** Announces the end as {@code core restart now} does, then restarts. */
    public void restartPolitely() {
        publish(
                AmiEvent.of("Shutdown", Privilege.SYSTEM)
                        .with("Shutdown", "Cleanly")
                        .with("Restart", "True")
                        .build());
        pbx.reboot();
        pbx.manager().closeAll();
    }

    /** The PBX has finished starting: everybody is told, and from now on each login too. */
    public void becomeReady() {
        pbx.becomeReady();
    }

    /** Sends an event to whoever may hear it and keeps the state in step. */
    public void publish(AmiEvent event) {
        pbx.publish(event);
    }

    /**
     * Shows each event to this watcher just before it goes to the sockets. Everything stands still
     * meanwhile, so he must be quick.
     */
    public void watch(Consumer<AmiEvent> watcher) {
        pbx.watch(watcher);
    }

    /** Looks at the state while nothing moves. The function must not keep what it is given. */
    public <T> T look(Function<PbxState, T> question) {
        return pbx.whileStill(() -> question.apply(pbx.state()));
    }

    /** What clients sent, oldest first. */
    public List<ReceivedAction> journal() {
        return pbx.manager().journal();
    }

    public ManagerInterface.Counters counters() {
        return pbx.manager().counters();
    }

    /** Events sent so far, whoever heard them. */
    public long published() {
        return pbx.published();
    }

    /** Channels of generated calls that live. */
    public int liveChannels() {
        return pbx.whileStill(() -> pbx.center().liveChannels());
    }

    public int connections() {
        return pbx.manager().connections();
    }

    /** From when to when clients were logged in, the last thousand times. */
    public List<LoginSpan> logins() {
        return pbx.manager().logins();
    }

    public int loggedIn() {
        return pbx.manager().loggedIn();
    }

    public Instant bootTime() {
        return pbx.bootTime();
    }

    /** The PBX's own clock; {@code time().run(20)} lets generated calls go twenty times as fast. */
    public PbxTime time() {
        return pbx.time();
    }

    /**
     * Lets that much of the PBX's time pass at once: when this returns, all calls are where they
     * are then.
     */
    public void pass(Duration time) {
        pbx.pass(time);
    }

    @Override
    public void close() {
        player.close();
        try {
            pbx.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
