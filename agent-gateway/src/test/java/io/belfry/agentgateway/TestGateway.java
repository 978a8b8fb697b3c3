package io.belfry.agentgateway;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.HandOver;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Subscription;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.egress.AddressRange;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.integration.Configuration;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.web.Principal;
import io.belfry.core.web.ServerLimits;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.SiteConfig;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The gateway behind a real server, with two agents whose password is {@code secret}. */
final class TestGateway implements AutoCloseable {
    private static final int SECONDS = 30;

    /** Whatever is said is not said. */
    private static final Handler<DeliveryContext<Object>> NOTHING = context -> {};

    /** What nobody has asked for is not said. */
    private static final Handler<DeliveryContext<Object>> UNASKED =
            context -> {
                if (!context.message().address().startsWith("belfry.topics/")) {
                    context.next();
                }
            };

    final Vertx vertx;
    final TestClock clock = new TestClock();
    final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final GatewayLimits limits;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private String deployment;
    private boolean dead;
    private Supplier<Future<Void>> ending;
    final Database database;
    Sessions sessions;
    AgentGateway gateway;
    Site site;
    HttpServer server;
    private volatile Configuration configuration = configuration(1, Samples.ANNA, Samples.BRUNO);

    /** Sites may be slow on a machine that has much else to do. */
    TestGateway() {
        this(GatewayLimits.DEFAULT.framing(Duration.ofSeconds(3)));
    }

    TestGateway(GatewayLimits limits) {
        this(alone(), "g" + UUID.randomUUID(), limits);
        ending = vertx::close;
    }

    /** At a node that outlives it, with a database that others may have, too. */
    TestGateway(Vertx node, String databaseName, GatewayLimits limits) {
        vertx = node;
        MessageConsumer<?> config =
                Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(configuration));
        Subscription heard = Topic.DELIVERIES.subscribe(vertx, deliveries::add);
        database = await(Database.open(vertx, DatabaseConfig.inMemory(databaseName)));
        this.limits = limits;
        deploy();
        serve(0);
        ending =
                () ->
                        sessions.stop()
                                .compose(done -> undeploy())
                                .compose(
                                        done -> Future.all(config.unregister(), heard.unregister()))
                                .compose(done -> database.close());
    }

    private static Vertx alone() {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return vertx;
    }

    private Future<Void> undeploy() {
        return vertx.deploymentIDs().contains(deployment)
                ? vertx.undeploy(deployment)
                : Future.succeededFuture();
    }

    boolean isDead() {
        return dead;
    }

    /** The server goes as it does when it is told to. */
    void leave() {
        await(undeploy());
        await(server.close());
    }

    /**
     * Says of no agent that it knows him, until it is told to go on.
     *
     * @return how often it was asked, and what makes it know them again
     */
    Refusing refuseHandOvers() {
        Refusing refusing = new Refusing(vertx);
        vertx.eventBus().addInboundInterceptor(refusing);
        return refusing;
    }

    /** A node that does not know the agents whose days it is given. */
    static final class Refusing implements Handler<DeliveryContext<Object>> {
        private final Vertx vertx;
        private final AtomicInteger asked = new AtomicInteger();

        private Refusing(Vertx vertx) {
            this.vertx = vertx;
        }

        int asked() {
            return asked.get();
        }

        void stop() {
            vertx.eventBus().removeInboundInterceptor(this);
        }

        @Override
        public void handle(DeliveryContext<Object> context) {
            if (context.message().body() instanceof HandOver) {
                asked.incrementAndGet();
                context.message().fail(500, "no agent has that id");
            } else {
                context.next();
            }
        }
    }

    /** It answers and tells the others nothing of its own accord. */
    void isHeardByNobodyWhoDidNotAsk() {
        vertx.eventBus().addOutboundInterceptor(UNASKED);
    }

    /** Nothing of it is ever heard again, and its sockets are cut. */
    void die() {
        dead = true;
        vertx.eventBus().addOutboundInterceptor(NOTHING).addInboundInterceptor(NOTHING);
        dropConnections();
        await(server.close());
    }

    private void deploy() {
        gateway =
                new AgentGateway(
                        TestGateway::check,
                        clock,
                        clock::nanoTime,
                        limits,
                        new AddressRules(List.of(AddressRange.parse("127.0.0.0/8"))));
        deployment = await(vertx.deployVerticle(gateway));
    }

    private void serve(int port) {
        SiteConfig config = SiteConfig.defaults();
        sessions = new Sessions(vertx, database, config, clock, clock::nanoTime);
        await(sessions.start());
        Site served = new Site(vertx, sessions, new Views(vertx, "agent"), config);
        gateway.mount(served);
        site = served;
        server =
                await(
                        ServerLimits.serve(
                                        vertx,
                                        vertx.createHttpServer(ServerLimits.options()),
                                        request -> {
                                            connections.add(request.connection());
                                            served.router().handle(request);
                                        })
                                .listen(port, "localhost"));
    }

    /** Another server on another port, with the same database and nothing in memory. */
    void serveAnew() {
        await(server.close());
        serve(0);
    }

    /**
     * The pages come back to another node behind the same address, which knows nothing of their
     * day.
     *
     * @param meanwhile what happens there before they do
     */
    void nextNode(Runnable meanwhile) {
        int port = port();
        await(server.close());
        await(undeploy());
        deploy();
        meanwhile.run();
        serve(port);
    }

    private static Future<AgentLogins.Answer> check(String user, String password, String from) {
        if (user.equals("impatient")) {
            return Future.succeededFuture(new AgentLogins.Answer.Wait(Duration.ofSeconds(30)));
        }
        return Future.succeededFuture(
                List.of(Samples.ANNA, Samples.BRUNO).stream()
                        .filter(agent -> agent.user().equals(user) && password.equals("secret"))
                        .findFirst()
                        .<AgentLogins.Answer>map(
                                agent ->
                                        new AgentLogins.Answer.Welcome(
                                                Principal.agent(
                                                        agent.user(), agent.name(), agent.id())))
                        .orElseGet(AgentLogins.Answer.Unknown::new));
    }

    /** localhost counts as secure, so that notifications exist. */
    String origin() {
        return "http://localhost:" + server.actualPort();
    }

    int port() {
        return server.actualPort();
    }

    Future<Delivery> show(ScreenPop pop) {
        return Ask.SHOW.put(vertx, pop);
    }

    void happens(CallEvent event) {
        Topic.CALLS.publish(vertx, event);
    }

    void agentsAre(Agent... agents) {
        configuration = configuration(configuration.version() + 1, agents);
        Topic.CONFIG.publish(vertx, new ConfigAnnounced(configuration.version()));
    }

    /** As if the network had gone for a moment. */
    void dropConnections() {
        connections.forEach(HttpConnection::close);
    }

    /** The next delivery that was published. */
    Delivery delivered() {
        try {
            Delivery next = deliveries.poll(SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no delivery in " + SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** For what nobody tells. */
    void until(BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true in " + SECONDS + " s");
            }
            await(vertx.timer(5, TimeUnit.MILLISECONDS));
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("no answer in " + SECONDS + " s", e);
        }
    }

    private static Configuration configuration(long version, Agent... agents) {
        return new Configuration(version, List.of(), List.of(), List.of(agents), List.of());
    }

    @Override
    public void close() {
        vertx.eventBus()
                .removeOutboundInterceptor(UNASKED)
                .removeOutboundInterceptor(NOTHING)
                .removeInboundInterceptor(NOTHING);
        await(server.close());
        await(ending.get());
    }
}
