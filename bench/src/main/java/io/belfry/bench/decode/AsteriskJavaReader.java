package io.belfry.bench.decode;

import java.util.concurrent.CountDownLatch;
import org.asteriskjava.manager.DefaultManagerConnection;
import org.asteriskjava.manager.ManagerEventListener;
import org.asteriskjava.manager.event.ConnectEvent;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.ProtocolIdentifierReceivedEvent;

/** asterisk-java's default connection as its users have it, with a listener that only counts. */
final class AsteriskJavaReader implements ReaderMain.Reader {
    private DefaultManagerConnection connection;
    private Counting counting;

    /** All on asterisk-java's one thread for events. */
    private static final class Counting implements ManagerEventListener {
        private final CountDownLatch end = new CountDownLatch(1);
        private long events;

        @Override
        public void onManagerEvent(ManagerEvent event) {
            if (event instanceof DisconnectEvent) {
                end.countDown();
            } else if (!(event instanceof ConnectEvent
                    || event instanceof ProtocolIdentifierReceivedEvent)) {
                events++;
            }
        }
    }

    @Override
    public void connect(int port) throws Exception {
        counting = new Counting();
        connection = new DefaultManagerConnection("127.0.0.1", port, "bench", "bench");
        connection.addEventListener(counting);
        connection.login();
    }

    @Override
    public long read() throws InterruptedException {
        counting.end.await();
        return counting.events;
    }

    /** Old names of dialling and bridging, for programs written for old Asterisks. */
    @Override
    public boolean adds() {
        return true;
    }

    @Override
    public String verify() {
        // it would go on trying to come back
        connection.logoff();
        return "";
    }
}
