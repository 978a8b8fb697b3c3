package io.belfry.ami;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.asteriskjava.AsteriskVersion;
import org.asteriskjava.manager.ManagerConnectionState;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.LogoffAction;
import org.asteriskjava.manager.event.ConnectEvent;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.ProtocolIdentifierReceivedEvent;
import org.asteriskjava.manager.internal.ManagerConnectionImpl;
import org.asteriskjava.manager.response.ManagerResponse;
import org.asteriskjava.util.SocketConnectionFacade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * asterisk-java's connection on a socket of ours: login, actions and answers are its business,
 * events never reach it. {@code ManagerConnectionImpl} is public and stands in a package named
 * internal, so its version is pinned and {@link DefaultSource} stays behind the same interface.
 */
final class DivertingSource implements AmiSource {
    private static final Logger log = LoggerFactory.getLogger(DivertingSource.class);

    static {
        QuietAsteriskJava.please();
    }

    private final PbxAccess access;
    private final LinkOptions options;
    private final ManagerSocket manager;
    private final SourceLife life = new SourceLife();
    private final PumpThread pump = new PumpThread();
    private Connection connection;
    private volatile DivertingSocket socket;

    DivertingSource(PbxAccess access, LinkOptions options) {
        this.access = access;
        this.options = options;
        this.manager = new ManagerSocket(options);
    }

    @Override
    public Connected start(Listener listener) throws AmiFailure {
        life.begin();
        manager.open(access);
        try {
            socket = new DivertingSocket(manager, listener::events);
            connection = new Connection(listener);
            connection.login();
            Connected connected = Login.finish(connection, manager.banner(), options.answer());
            life.open();
            return connected;
        } catch (Exception e) {
            abort();
            throw Login.failure(access, e, end());
        }
    }

    private String end() {
        DivertingSocket current = socket;
        return current == null ? "" : current.end();
    }

    @Override
    public CompletionStage<AmiAnswer> send(AmiAction action) {
        Connection current = connection;
        return current == null
                ? CompletableFuture.failedStage(new IOException("not connected"))
                : ActionSender.send(current, action);
    }

    @Override
    public void logOff() {
        if (life.end() && connection != null) {
            connection.sayGoodBye();
        }
        manager.close();
        pump.end();
    }

    @Override
    public void cut() {
        life.end();
        manager.close();
    }

    @Override
    public void abort() {
        life.end();
        manager.close();
        pump.end();
    }

    /** The way to the PBX, for who wants to look at its steps. */
    ManagerSocket way() {
        return manager;
    }

    @Override
    public long malformed() {
        DivertingSocket current = socket;
        return current == null ? 0 : current.malformed();
    }

    private final class Connection extends ManagerConnectionImpl {
        private static final long GOOD_BYE_MILLIS = 500;

        private final Listener listener;
        private volatile boolean used;
        private volatile boolean lost;

        Connection(Listener listener) {
            this.listener = listener;
            setHostname(access.host());
            setPort(access.port());
            setUsername(access.user());
            setPassword(access.secret());
            setDefaultResponseTimeout(options.answer().toMillis());
            // data of the dialplan can forge these
            deregisterEventClass(DisconnectEvent.class);
            deregisterEventClass(ConnectEvent.class);
            deregisterEventClass(ProtocolIdentifierReceivedEvent.class);
        }

        /** One connection, one object: a second time would be its own reconnect. */
        @Override
        protected SocketConnectionFacade createSocket() throws IOException {
            if (used) {
                throw new IOException("this connection is over");
            }
            used = true;
            return socket;
        }

        /**
         * We ask for the version ourselves: without the right to ask this would try for seconds. It
         * is also where a connection that was lost during the login would be taken for good.
         */
        @Override
        protected AsteriskVersion determineVersion() throws IOException {
            if (lost) {
                throw new IOException("lost during the login");
            }
            return AsteriskVersion.ASTERISK_22;
        }

        @Override
        public void dispatchResponse(ManagerResponse response, Integer requiredHandlingTime) {
            pump.isCurrent();
            super.dispatchResponse(response, requiredHandlingTime);
        }

        /** The end of the stream must free who waits for an answer, and start no reconnect. */
        @Override
        public void dispatchEvent(ManagerEvent event, Integer requiredHandlingTime) {
            pump.isCurrent();
            if (!(event instanceof DisconnectEvent)) {
                super.dispatchEvent(event, requiredHandlingTime);
                return;
            }
            lost = true;
            state = ManagerConnectionState.DISCONNECTED;
            super.dispatchEvent(event, requiredHandlingTime);
            // a login that was just ending may have changed it
            state = ManagerConnectionState.DISCONNECTED;
            disconnect();
            if (life.end()) {
                listener.closed(socket.end());
            }
        }

        void sayGoodBye() {
            try {
                sendAction(new LogoffAction(), GOOD_BYE_MILLIS);
            } catch (IOException | TimeoutException | RuntimeException e) {
                log.debug("No answer to our good-bye: {}", e.toString());
            }
        }
    }
}
