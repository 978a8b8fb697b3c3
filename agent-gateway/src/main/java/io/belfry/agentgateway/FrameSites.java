package io.belfry.agentgateway;

import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.EgressClient;
import io.belfry.core.egress.EgressFilter;
import io.belfry.core.egress.EgressRefused;
import io.belfry.core.egress.EgressRequest;
import io.belfry.core.egress.EgressResponse;
import io.belfry.core.egress.Names;
import io.belfry.core.integration.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sites whose pages no other page may show. A browser shows an empty frame then, and tells no
 * script of it; so each site is asked, with HEAD and without query, before the first of its pages
 * goes into a frame. Only the first one waits: what a site has said is kept, and asked anew beside
 * the next page after some minutes. What can not be had forbids nothing, and is said to be unknown.
 *
 * <p>All of it happens on the gateway's context.
 */
final class FrameSites implements Framing {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSites.class);

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration KEPT_UNKNOWN = Duration.ofMinutes(1);
    private static final int REDIRECTS = 3;

    private final Clock clock;
    private final int most;
    private final Duration patience;
    private final EgressClient client;
    private final Map<String, Word> words = new LinkedHashMap<>();
    private final Map<String, Future<Void>> underWay = new HashMap<>();

    /** What a site said, or that it did not. */
    private record Word(FramePolicy policy, Instant until) {}

    /**
     * @param rules which addresses may be asked
     */
    FrameSites(Vertx vertx, Clock clock, AddressRules rules, GatewayLimits limits) {
        this.clock = clock;
        this.most = limits.framed();
        this.patience = limits.framing();
        this.client =
                new EgressClient(
                        vertx, new EgressFilter(vertx, Names.OF_THE_SYSTEM, rules), patience);
    }

    @Override
    public boolean mustWait(ScreenPop pop, Consumer<Instant> known) {
        Future<Void> asked = ask(pop);
        if (asked.isComplete()) {
            return false;
        }
        asked.onComplete(any -> known.accept(clock.instant()));
        return true;
    }

    /** When it is known, or known not to be had; never fails. */
    Future<Void> ask(ScreenPop pop) {
        if (pop.mode() != OpenMode.NEW_FRAME
                || !(WebAddress.check(pop.url()) instanceof WebAddress.Good good)) {
            return Future.succeededFuture();
        }
        String site = good.address().origin();
        Word known = words.get(site);
        boolean fresh = known != null && clock.instant().isBefore(known.until());
        Future<Void> same = underWay.get(site);
        Future<Void> asking = fresh ? Future.succeededFuture() : same == null ? askNow(good) : same;
        return known == null ? asking : Future.succeededFuture();
    }

    private Future<Void> askNow(WebAddress.Good page) {
        String site = page.address().origin();
        Future<Void> asked =
                head(page.address(), REDIRECTS)
                        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .onComplete(any -> underWay.remove(site))
                        .onSuccess(policy -> learn(site, policy))
                        .onFailure(e -> notLearnt(site, inWords(e)))
                        .<Void>mapEmpty()
                        .otherwiseEmpty();
        if (!asked.isComplete()) {
            underWay.put(site, asked);
        }
        return asked;
    }

    private String inWords(Throwable e) {
        return e instanceof TimeoutException
                ? "no answer within " + patience.toMillis() + " ms"
                : e.getMessage();
    }

    /** Browsers go by the answer that they show; so does this as far as it stays at the site. */
    private Future<FramePolicy> head(WebAddress page, int redirects) {
        WebAddress plain = new WebAddress(page.scheme(), page.host(), page.port(), page.path());
        return client.send(new EgressRequest("HEAD", plain, Map.of(), ""))
                .compose(answer -> read(plain, answer, redirects));
    }

    private Future<FramePolicy> read(WebAddress page, EgressResponse answer, int redirects) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Future.succeededFuture(FramePolicy.of(answer.headers()));
        }
        String location = answer.headers().getOrDefault("location", "");
        if (status >= 300 && status < 400 && redirects > 0 && !location.isEmpty()) {
            return resolve(page, location) instanceof WebAddress.Good next
                            && next.address().origin().equals(page.origin())
                    ? head(next.address(), redirects - 1)
                    : Future.failedFuture(new EgressRefused("it sends on to another site"));
        }
        return Future.failedFuture(new EgressRefused("HEAD was answered " + status));
    }

    private static WebAddress.Checked resolve(WebAddress page, String location) {
        try {
            return WebAddress.check(URI.create(page.toString()).resolve(location).toString());
        } catch (IllegalArgumentException e) {
            return new WebAddress.Refused("no address", 0);
        }
    }

    private void learn(String site, FramePolicy policy) {
        Word before = words.get(site);
        if (policy.isClosed() && (before == null || !before.policy().isClosed())) {
            LOG.warn("{} lets no other site frame its pages: they open in a tab or window", site);
        }
        put(site, policy, KEPT);
    }

    /** What was known before still counts. */
    private void notLearnt(String site, String why) {
        Word before = words.get(site);
        if (before == null) {
            LOG.warn("whether {} allows frames is not known: {}", site, why);
        }
        put(site, before == null ? FramePolicy.unknown(why) : before.policy(), KEPT_UNKNOWN);
    }

    private void put(String site, FramePolicy policy, Duration kept) {
        words.remove(site);
        words.put(site, new Word(policy, clock.instant().plus(kept)));
        if (words.size() > most) {
            words.remove(words.keySet().iterator().next());
        }
    }

    @Override
    public FramePolicy of(String url) {
        return WebAddress.check(url) instanceof WebAddress.Good good
                        && words.containsKey(good.address().origin())
                ? words.get(good.address().origin()).policy()
                : FramePolicy.NONE;
    }
}
