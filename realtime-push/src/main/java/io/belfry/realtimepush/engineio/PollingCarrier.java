package io.belfry.realtimepush.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/** One request waits for what the server has to say, another brings what the client says. */
final class PollingCarrier implements Carrier {
    static final String NAME = "polling";

    private static final String NOOP = "6";
    private static final String CLOSE = "1";

    private final Vertx vertx;
    private final EngineSession session;
    private final EngineLimits limits;
    private final Answers answers;
    private final Farewells farewells;
    private Asker poll;
    private boolean posting;
    private boolean hurried;

    PollingCarrier(
            Vertx vertx,
            EngineSession session,
            EngineLimits limits,
            Answers answers,
            Farewells farewells) {
        this.vertx = vertx;
        this.session = session;
        this.limits = limits;
        this.answers = answers;
        this.farewells = farewells;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isReady() {
        return poll != null;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void send(List<String> packets) {
        Asker asker = poll;
        poll = null;
        asker.packets(session.revision(), packets);
    }

    /** The client asks what there is. */
    void poll(Asker asker) {
        if (poll != null) {
            asker.error(EngineError.BAD_REQUEST, "there is a poll already");
            session.close(CloseCode.PROTOCOL_ERROR, "two polls at once");
            return;
        }
        poll = asker;
        asker.whenGone(() -> lost(asker));
        session.flush();
        if (hurried) {
            release();
        }
    }

    private void lost(Asker asker) {
        if (poll == asker) {
            poll = null;
            session.broke("the poll was broken off");
        }
    }

    /** The client says something. */
    void post(HttpServerRequest request) {
        Asker asker = answers.to(request);
        if (posting) {
            asker.error(EngineError.BAD_REQUEST, "there is a request already");
            session.close(CloseCode.PROTOCOL_ERROR, "two requests with data at once");
        } else if (Body.isBinary(request)) {
            asker.error(EngineError.BAD_REQUEST, "binary packets are not taken");
            session.binary();
        } else {
            posting = true;
            Body.read(vertx, request, limits, new Posted(request, asker));
        }
    }

    private final class Posted implements Body.Reader {
        private final HttpServerRequest request;
        private final Asker asker;

        Posted(HttpServerRequest request, Asker asker) {
            this.request = request;
            this.asker = asker;
        }

        @Override
        public void whole(String body) {
            posting = false;
            take(asker, body);
        }

        @Override
        public void tooLarge() {
            posting = false;
            answers.tooLarge(request);
            session.tooLarge();
        }

        @Override
        public void broken() {
            session.broke("a request with data was broken off");
        }
    }

    /** The body of a request. */
    void take(Asker asker, String body) {
        Payload.decode(session.revision(), body)
                .ifPresentOrElse(
                        packets -> take(asker, packets),
                        () -> {
                            asker.error(EngineError.BAD_REQUEST, "no payload");
                            session.close(CloseCode.PROTOCOL_ERROR, "no payload");
                        });
    }

    void take(Asker asker, List<String> packets) {
        packets.forEach(session::received);
        if (session.isBroken()) {
            asker.error(EngineError.BAD_REQUEST, "no packet of this protocol");
        } else {
            asker.ok();
        }
    }

    /** The client waits for its poll to end before it moves: polls are not held any more. */
    void hurry(boolean now) {
        hurried = now;
        if (now) {
            release();
        }
    }

    private void release() {
        if (poll != null) {
            send(List.of(NOOP));
        }
    }

    @Override
    public void close(CloseCode code, String why) {
        List<String> last = new ArrayList<>(session.takeWaiting());
        // who closes himself need not be told
        last.add(code == CloseCode.NORMAL ? NOOP : CLOSE);
        if (poll == null) {
            farewells.keep(session, last);
        } else {
            send(last);
        }
    }
}
