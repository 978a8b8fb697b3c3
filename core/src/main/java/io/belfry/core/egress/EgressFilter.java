package io.belfry.core.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a host may be reached, and at which address. The name is looked up once and
 * <em>all</em> its addresses must be allowed; whoever connects uses the address that was checked,
 * so a name that changes between two questions changes nothing.
 *
 * <p>A name server may be silent for half a minute: names have threads of their own, and those who
 * ask for the same name meanwhile wait for the same answer. So a name that hangs holds up one of
 * them and nobody else.
 */
public final class EgressFilter {
    /** Names that are looked up at the same time. */
    static final int THREADS = 8;

    /** Names under way, those that wait for a thread too; more are refused at once. */
    static final int MOST = 100;

    private final WorkerExecutor threads;
    private final Names names;
    private final AddressRules rules;
    private final Map<String, Future<InetAddress>> underWay = new HashMap<>();

    public EgressFilter(Vertx vertx, Names names, AddressRules rules) {
        this.threads = vertx.createSharedWorkerExecutor("belfry-names", THREADS);
        this.names = names;
        this.rules = rules;
    }

    /** The address to connect to; fails with {@link EgressRefused}. Any thread may call. */
    public synchronized Future<InetAddress> check(String host) {
        Future<InetAddress> same = underWay.get(host);
        if (same != null) {
            return same;
        }
        if (underWay.size() >= MOST) {
            return Future.failedFuture(new EgressRefused("too many names are being looked up"));
        }
        Future<InetAddress> asked = threads.executeBlocking(() -> checkNow(host), false);
        underWay.put(host, asked);
        // before anybody hears the answer: whoever asks then asks anew
        asked.onComplete(known -> forget(host));
        return asked;
    }

    private synchronized void forget(String host) {
        underWay.remove(host);
    }

    private InetAddress checkNow(String host) {
        List<InetAddress> all;
        try {
            all = names.addressesOf(bare(host));
        } catch (UnknownHostException e) {
            throw new EgressRefused("there is no host " + host);
        }
        for (InetAddress address : all) {
            refusal(address).ifPresent(why -> refuse(host, why));
        }
        return all.stream()
                .findFirst()
                .orElseThrow(() -> new EgressRefused("there is no host " + host));
    }

    private static void refuse(String host, String why) {
        throw new EgressRefused(host + " may not be reached: its address is " + why);
    }

    /** Why nobody may connect there. */
    Optional<String> refusal(InetAddress address) {
        Optional<String> why = rules.refusal(address);
        if (why.isEmpty() && !rules.isAllowed(address) && isOurs(address)) {
            return Optional.of("of this machine");
        }
        return why;
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** An IPv6 address stands in brackets in an address of the web only. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
