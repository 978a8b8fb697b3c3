package io.belfry.core.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a host may be reached, and at which address. The name is looked up once and
 * <em>all</em> its addresses must be allowed; whoever connects uses the address that was checked,
 * so a name that changes between two questions changes nothing.
 */
public final class EgressFilter {
    private final Vertx vertx;
    private final Names names;
    private final AddressRules rules;

    public EgressFilter(Vertx vertx, Names names, AddressRules rules) {
        this.vertx = vertx;
        this.names = names;
        this.rules = rules;
    }

    /** The address to connect to; fails with {@link EgressRefused}. */
    public Future<InetAddress> check(String host) {
        return vertx.executeBlocking(() -> checkNow(host), false);
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
