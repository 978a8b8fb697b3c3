package io.belfry.realtimepush.engineio;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.SessionAnswer;
import io.belfry.core.bus.SessionWord;
import io.belfry.core.bus.SessionWord.Act;
import io.belfry.core.bus.Topic;
import io.belfry.core.web.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In a cluster a balancer may send each request of a session to another node. The id of a session
 * names the node that has it; what comes here for another node is asked of that one. A node that is
 * gone or not heard of has no sessions: its clients are told at once and begin anew.
 */
final class OtherNodes {
    /** What nobody can guess, and the node. */
    private static final Pattern SID =
            Pattern.compile("[\\w-]+\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final EngineLimits limits;
    private final Clock clock;
    private final Answers answers;
    private final Map<String, Instant> heard = new HashMap<>();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private long relayed;

    /** An answer that has not come yet. */
    private static final class Waiting {
        private final String node;
        private final Promise<SessionAnswer> answer = Promise.promise();

        Waiting(String node) {
            this.node = node;
        }
    }

    OtherNodes(Vertx vertx, EngineLimits limits, Clock clock, Answers answers) {
        this.vertx = vertx;
        this.limits = limits;
        this.clock = clock;
        this.answers = answers;
    }

    void start() {
        Topic.NODE_FIGURES.subscribeElsewhere(
                vertx, figures -> heard.put(figures.node(), clock.instant()));
        Topic.NODE_GONE.subscribeHere(vertx, gone -> lost(gone.node()));
    }

    /** An id for a session of this node. */
    String newSid() {
        return vertx.isClustered() ? Tokens.random() + "." + NodeId.of(vertx) : Tokens.random();
    }

    /** The other node that has this session; empty when it would be this one's. */
    Optional<String> nodeOf(String sid) {
        if (!vertx.isClustered()) {
            return Optional.empty();
        }
        Matcher matcher = SID.matcher(sid);
        return matcher.matches()
                ? Optional.of(matcher.group(1))
                        .filter(node -> !node.equals(NodeId.of(vertx).toString()))
                : Optional.empty();
    }

    /** Words that were passed on. */
    long relayed() {
        return relayed;
    }

    /** A request by polling. */
    void poll(HttpServerRequest request, String node, String sid) {
        Asker asker = answers.to(request);
        if (request.method() == HttpMethod.GET) {
            asker.whenGone(() -> tell(node, sid, Act.GONE, "the poll was broken off"));
            pass(node, sid, Act.POLL, "", asker);
        } else if (request.method() != HttpMethod.POST) {
            asker.error(EngineError.BAD_REQUEST, "");
        } else if (Body.isBinary(request)) {
            pass(node, sid, Act.BINARY, "", asker);
        } else {
            Body.read(
                    vertx,
                    request,
                    limits,
                    new Body.Reader() {
                        @Override
                        public void whole(String body) {
                            pass(node, sid, Act.POST, body, asker);
                        }

                        @Override
                        public void tooLarge() {
                            answers.tooLarge(request);
                            tell(node, sid, Act.TOO_LARGE, "");
                        }

                        @Override
                        public void broken() {
                            tell(node, sid, Act.GONE, "a request with data was broken off");
                        }
                    });
        }
    }

    /** A websocket that the session may move to. */
    void upgrade(HttpServerRequest request, String node, String sid) {
        Asker asker = answers.to(request);
        // nothing of it may pass before it is a websocket
        request.pause();
        ask(node, new SessionWord(sid, Act.PROBE, ""))
                .onSuccess(
                        answer -> {
                            if (answer.isRefused()) {
                                request.resume();
                                asker.error(EngineError.of(answer.error()), answer.detail());
                            } else {
                                open(request, node, sid);
                            }
                        })
                .onFailure(
                        e -> {
                            request.resume();
                            asker.error(EngineError.UNKNOWN_SESSION, "");
                        });
    }

    private void open(HttpServerRequest request, String node, String sid) {
        request.toWebSocket()
                .onSuccess(
                        socket ->
                                FarSocket.begin(
                                        vertx,
                                        limits,
                                        socket,
                                        (act, text) -> ask(node, new SessionWord(sid, act, text))))
                .onFailure(e -> tell(node, sid, Act.STAY, ""));
    }

    private void pass(String node, String sid, Act act, String text, Asker asker) {
        ask(node, new SessionWord(sid, act, text))
                .onSuccess(answer -> answer(asker, answer))
                .onFailure(
                        e -> {
                            asker.error(EngineError.UNKNOWN_SESSION, "");
                            // what it answers too late would be lost
                            tell(node, sid, Act.GONE, "the other node did not answer in time");
                        });
    }

    private static void answer(Asker asker, SessionAnswer answer) {
        if (answer.isRefused()) {
            asker.error(EngineError.of(answer.error()), answer.detail());
        } else if (answer.packets().isEmpty()) {
            asker.ok();
        } else {
            Revision.of(Integer.toString(answer.revision()))
                    .ifPresentOrElse(
                            revision -> asker.packets(revision, answer.packets()),
                            () -> asker.error(EngineError.UNSUPPORTED_REVISION, ""));
        }
    }

    /** Nobody waits for what it is answered. */
    private void tell(String node, String sid, Act act, String text) {
        ask(node, new SessionWord(sid, act, text));
    }

    private Future<SessionAnswer> ask(String node, SessionWord word) {
        if (waiting.size() >= limits.sessions() || isSilent(node)) {
            return Future.failedFuture("there are too many, or that node is not there");
        }
        relayed++;
        Waiting entry = new Waiting(node);
        waiting.add(entry);
        Ask.SESSION
                .putTo(vertx, node, word)
                .onComplete(
                        come -> {
                            waiting.remove(entry);
                            if (come.succeeded()) {
                                entry.answer.tryComplete(come.result());
                            } else {
                                entry.answer.tryFail(come.cause());
                            }
                        });
        return entry.answer.future();
    }

    /** One that was never heard may only just have come. */
    private boolean isSilent(String node) {
        Instant last = heard.get(node);
        return last != null && clock.instant().isAfter(last.plus(SILENCE));
    }

    /** Who waits for a node that is silent waits in vain. */
    void tick() {
        Set<String> silent = new LinkedHashSet<>();
        for (Waiting entry : waiting) {
            if (isSilent(entry.node)) {
                silent.add(entry.node);
            }
        }
        silent.forEach(this::forsake);
    }

    private void lost(String node) {
        heard.remove(node);
        forsake(node);
    }

    private void forsake(String node) {
        List<Waiting> vain = new ArrayList<>(waiting);
        vain.removeIf(entry -> !entry.node.equals(node));
        waiting.removeAll(vain);
        vain.forEach(entry -> entry.answer.tryFail("the node " + node + " is gone"));
    }
}
