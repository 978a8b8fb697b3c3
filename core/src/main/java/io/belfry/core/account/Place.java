package io.belfry.core.account;

import io.belfry.core.web.Tokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** What was tried from one address, with whatever accounts. */
final class Place {
    static final int PER_MINUTE = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SHORT = 12;

    private final List<Instant> tries = new ArrayList<>();

    static Place of(JsonObject state) {
        Place place = new Place();
        state.getJsonArray("tries", new JsonArray())
                .forEach(at -> place.tries.add(Instant.ofEpochMilli(((Number) at).longValue())));
        return place;
    }

    /** Empty when there is nothing to remember. */
    JsonObject state() {
        if (tries.isEmpty()) {
            return new JsonObject();
        }
        return new JsonObject()
                .put("tries", new JsonArray(tries.stream().map(Instant::toEpochMilli).toList()));
    }

    Duration wait(Instant now) {
        tries.removeIf(at -> !now.isBefore(at.plus(MINUTE)));
        // the clock of the node that wrote it may be ahead of ours
        tries.replaceAll(at -> earlier(at, now));
        return tries.size() < PER_MINUTE
                ? Duration.ZERO
                : Duration.between(now, Collections.min(tries).plus(MINUTE));
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    void count(Instant now) {
        tries.add(now);
    }

    void withdraw() {
        if (!tries.isEmpty()) {
            tries.remove(tries.size() - 1);
        }
    }

    /** Who has one IPv6 address usually has all of its network, so that counts as one. */
    static String name(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // with colons in it this is never a name, and so never asks a name server
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, bytes.length / 2);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Enough to tell it from others that try the same account. */
    static String mark(String name) {
        return Tokens.hash(name).substring(0, SHORT);
    }
}
