package io.belfry.realtimepush.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One request waits for what the server has to say, another brings what the client says. */
final class PollingCarrier implements Carrier {
    static final String NAME = "polling";

    private static final String NOOP = "6";
    private static final String CLOSE = "1";

    /** Bodies may hold several packets, each within the limit. */
    private static final int PACKETS_OF_A_BODY = 4;

    private final Vertx vertx;
    private final EngineSession session;
    private final EngineLimits limits;
    private final Answers answers;
    private final Farewells farewells;
    private HttpServerRequest poll;
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
        HttpServerRequest request = poll;
        poll = null;
        answers.packets(request, session.revision(), packets);
    }

    /** The client asks what there is. */
    void poll(HttpServerRequest request) {
        if (poll != null) {
            answers.error(request, EngineError.BAD_REQUEST, "there is a poll already");
            session.close(CloseCode.PROTOCOL_ERROR, "two polls at once");
            return;
        }
        poll = request;
        request.response().closeHandler(gone -> lost(request));
        session.flush();
        if (hurried) {
            release();
        }
    }

    private void lost(HttpServerRequest request) {
        if (poll == request) {
            poll = null;
            session.broke("the poll was broken off");
        }
    }

    /** The client says something. */
    void post(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (posting) {
            answers.error(request, EngineError.BAD_REQUEST, "there is a request already");
            session.close(CloseCode.PROTOCOL_ERROR, "two requests with data at once");
        } else if (type != null && type.contains("octet-stream")) {
            answers.error(request, EngineError.BAD_REQUEST, "binary packets are not taken");
            session.binary();
        } else {
            posting = true;
            read(request);
        }
    }

    private void read(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        HttpServerResponse response = request.response();
        long late = vertx.setTimer(limits.within().toMillis(), t -> request.connection().close());
        response.closeHandler(
                gone -> {
                    vertx.cancelTimer(late);
                    if (posting) {
                        session.broke("a request with data was broken off");
                    }
                });
        request.handler(
                chunk -> {
                    if (body.length() + chunk.length() > PACKETS_OF_A_BODY * limits.payload()) {
                        tooLarge(request);
                    } else if (posting) {
                        body.appendBuffer(chunk);
                    }
                });
        request.endHandler(
                end -> {
                    vertx.cancelTimer(late);
                    if (posting) {
                        posting = false;
                        take(request, body.toString(StandardCharsets.UTF_8));
                    }
                });
    }

    private void tooLarge(HttpServerRequest request) {
        if (posting) {
            posting = false;
            answers.tooLarge(request);
            session.tooLarge();
        }
    }

    private void take(HttpServerRequest request, String body) {
        Payload.decode(session.revision(), body)
                .ifPresentOrElse(
                        packets -> {
                            packets.forEach(session::received);
                            answer(request);
                        },
                        () -> {
                            answers.error(request, EngineError.BAD_REQUEST, "no payload");
                            session.close(CloseCode.PROTOCOL_ERROR, "no payload");
                        });
    }

    private void answer(HttpServerRequest request) {
        if (session.isBroken()) {
            answers.error(request, EngineError.BAD_REQUEST, "no packet of this protocol");
        } else {
            answers.ok(request);
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
