package io.belfry.agentgateway;

import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.EgressClient;
import io.belfry.core.egress.EgressFilter;
import io.belfry.core.egress.EgressRequest;
import io.belfry.core.egress.Names;
import io.belfry.core.integration.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sites whose pages no other page may show. A browser shows an empty frame then, and tells no
 * script of it; so each site is asked, with HEAD and without query, before the first of its pages
 * goes into a frame. What a site has said is kept for some minutes. One that does not answer, or
 * that this server may not reach, counts as one that forbids nothing.
 *
 * <p>All of it happens on the gateway's context.
 */
final class FrameSites {
    private static final Logger LOG = LoggerFactory.getLogger(FrameSites.class);

    /** The page waits for it: with the way to the agent it must stay below a second. */
    private static final Duration DEADLINE = Duration.ofMillis(700);

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration KEPT_UNKNOWN = Duration.ofMinutes(1);
    private static final int MOST = 500;

    private final Clock clock;
    private final EgressClient client;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<String, Future<Void>> underWay = new HashMap<>();

    private record Verdict(boolean forbids, Instant until) {}

    FrameSites(Vertx vertx, Clock clock, AddressRules rules) {
        this.clock = clock;
        this.client =
                new EgressClient(
                        vertx, new EgressFilter(vertx, Names.OF_THE_SYSTEM, rules), DEADLINE);
    }

    /** When it is known, or known not to be had; never fails. */
    Future<Void> ask(String url) {
        if (!(WebAddress.check(url) instanceof WebAddress.Good good)) {
            return Future.succeededFuture();
        }
        String site = good.address().origin();
        Verdict known = verdicts.get(site);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Future.succeededFuture();
        }
        Future<Void> same = underWay.get(site);
        if (same != null) {
            return same;
        }
        Future<Void> asked = askNow(good.address());
        if (!asked.isComplete()) {
            underWay.put(site, asked);
        }
        return asked;
    }

    private Future<Void> askNow(WebAddress page) {
        String site = page.origin();
        WebAddress plain =
                new WebAddress(
                        page.scheme(), page.host(), page.port(), page.rest().split("[?#]", 2)[0]);
        return client.send(new EgressRequest("HEAD", plain, Map.of(), ""))
                .onComplete(any -> underWay.remove(site))
                .map(answer -> FrameHeaders.forbid(answer.headers()))
                .onSuccess(forbids -> learn(site, forbids, KEPT))
                .onFailure(
                        e -> {
                            LOG.debug("{} does not say who may frame it: {}", site, e.getMessage());
                            learn(site, false, KEPT_UNKNOWN);
                        })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void learn(String site, boolean forbids, Duration kept) {
        Verdict before = verdicts.remove(site);
        if (forbids && (before == null || !before.forbids())) {
            LOG.warn("{} forbids frames: its pages open in a tab or window instead", site);
        }
        verdicts.put(site, new Verdict(forbids, clock.instant().plus(kept)));
        if (verdicts.size() > MOST) {
            verdicts.remove(verdicts.keySet().iterator().next());
        }
    }

    /** As far as it is known. */
    boolean forbid(String url) {
        return WebAddress.check(url) instanceof WebAddress.Good good
                && verdicts.containsKey(good.address().origin())
                && verdicts.get(good.address().origin()).forbids();
    }
}
