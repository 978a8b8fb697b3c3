package io.belfry.ami;

import io.belfry.ami.AmiFailure.Step;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.asteriskjava.manager.ManagerConnectionState;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.event.ConnectEvent;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * asterisk-java's connection as everybody uses it: the fallback for the day when {@link
 * DivertingSource} does not fit a new version of it. Twenty times dearer, TLS without a check of
 * the host name (so we refuse TLS here), and a duplicated header is lost instead of the first one
 * kept.
 */
final class DefaultSource implements AmiSource {
    private static final Logger log = LoggerFactory.getLogger(DefaultSource.class);

    static {
        QuietAsteriskJava.please();
    }

    /**
     * Its queue between reader and listener holds 20,000 events and drops what is more without
     * telling. Reading so many takes it longer than this, so an event that was here sooner shows
     * that none was dropped before it.
     */
    private static final long SURELY_COMPLETE_MILLIS = 300;

    private static final long DOUBT_INTERVAL_NANOS = 1_000_000_000;

    private final PbxAccess access;
    private final LinkOptions options;
    private final SourceLife life = new SourceLife();
    private final PumpThread pump = new PumpThread();
    private final DefaultManagerConnection connection = new DefaultManagerConnection();
    private long doubts;
    private long lastDoubt;

    DefaultSource(PbxAccess access, LinkOptions options) {
        this.access = access;
        this.options = options;
    }

    @Override
    public Connected start(Listener listener) throws AmiFailure {
        life.begin();
        if (access.tls()) {
            throw new AmiFailure(
                    Step.TLS,
                    "the fallback connection can not check whose certificate it gets: no TLS with it",
                    null);
        }
        checkWay();
        configure(listener);
        try {
            connection.login();
            connection.sendAction(new PingAction(), pong -> pump.isCurrent());
            Connected connected =
                    Login.finish(connection, connection.getProtocolIdentifier(), options.answer());
            life.open();
            return connected;
        } catch (Exception e) {
            abort();
            PumpThread.sweep();
            throw Login.failure(access, e, "");
        }
    }

    /** A visit before, for its words: asterisk-java does not say what it met. */
    private void checkWay() throws AmiFailure {
        try (ManagerSocket visit = new ManagerSocket(options)) {
            visit.open(access);
        }
    }

    private void configure(Listener listener) {
        connection.setHostname(access.host());
        connection.setPort(access.port());
        connection.setUsername(access.user());
        connection.setPassword(access.secret());
        connection.setSocketTimeout(Math.toIntExact(options.connect().toMillis()));
        connection.setSocketReadTimeout(Math.toIntExact(options.silence().toMillis()));
        connection.setDefaultResponseTimeout(options.answer().toMillis());
        // data of the dialplan can forge these
        connection.deregisterEventClass(DisconnectEvent.class);
        connection.deregisterEventClass(ConnectEvent.class);
        RawEvents.ALL.forEach(connection::registerUserEventClass);
        connection.addEventListener(event -> onEvent(event, listener));
    }

    private void onEvent(ManagerEvent event, Listener listener) {
        if (event instanceof RawEvent raw && !raw.isAnswer()) {
            long age = System.currentTimeMillis() - event.getDateReceived().getTime();
            if (age > SURELY_COMPLETE_MILLIS && isTimeToTell()) {
                listener.doubt("events waited " + age + " ms inside the fallback connection");
            }
            listener.events(List.of(raw.toAmiEvent()));
        } else if (event instanceof DisconnectEvent) {
            stop();
            if (life.end()) {
                listener.closed("the PBX closed the connection, or nothing was heard for long");
            }
        }
    }

    /** The doubt is about all of a busy moment, not about each event in it. */
    private boolean isTimeToTell() {
        long now = System.nanoTime();
        boolean first = doubts++ == 0;
        if (first || now - lastDoubt > DOUBT_INTERVAL_NANOS) {
            lastDoubt = now;
            return true;
        }
        return false;
    }

    @Override
    public CompletionStage<AmiAnswer> send(AmiAction action) {
        return ActionSender.send(connection, action);
    }

    @Override
    public void logOff() {
        life.end();
        stop();
        pump.end();
    }

    @Override
    public void abort() {
        life.end();
        stop();
        pump.end();
    }

    /** Also ends its own reconnect, which has slept until now. */
    private void stop() {
        ManagerConnectionState state = connection.getState();
        if (state == ManagerConnectionState.CONNECTED
                || state == ManagerConnectionState.RECONNECTING) {
            try {
                connection.logoff();
            } catch (IllegalStateException e) {
                log.debug("It ended by itself at the same moment: {}", e.toString());
            }
        }
    }

    @Override
    public long malformed() {
        return 0;
    }
}
