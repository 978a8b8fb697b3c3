package io.belfry.core.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the pages are served.
 *
 * @param secure browsers come by https: cookies are marked Secure and HSTS is sent
 * @param hosts names (with port, when it is not the usual one) under which we may be addressed;
 *     empty for any
 * @param apiTokenHash SHA-256 of {@code api.token}, in hex; empty when there is none
 * @param staffIdle how long an administrator or supervisor may be silent
 * @param agentIdle the same for agents, whose page is open all day
 * @param absolute when everybody logs in again, however busy
 * @param rate requests a second that one token may make; twice as many after a pause
 * @param embedders origins of the pages that may show an agent's calls, in small letters
 */
public record SiteConfig(
        boolean secure,
        Set<String> hosts,
        String apiTokenHash,
        Duration staffIdle,
        Duration agentIdle,
        Duration absolute,
        int rate,
        Set<String> embedders) {
    /** Requests a second of one token, unless somebody wants otherwise. */
    public static final int USUAL_RATE = 100;

    private static final int MIN_TOKEN = 8;

    public SiteConfig {
        hosts =
                hosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        if (!apiTokenHash.isEmpty() && !apiTokenHash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("apiTokenHash is not a SHA-256 in hex");
        }
        embedders = Set.copyOf(embedders);
        positive("staffIdle", staffIdle);
        positive("agentIdle", agentIdle);
        positive("absolute", absolute);
        if (rate < 1) {
            throw new IllegalArgumentException("rate must be at least 1");
        }
    }

    /** Plain http under any name, no token; 30 minutes, 12 hours, 16 hours; 100 a second. */
    public static SiteConfig defaults() {
        return new SiteConfig(
                false,
                Set.of(),
                "",
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                Duration.ofHours(16),
                USUAL_RATE,
                Set.of());
    }

    public SiteConfig withSecure(boolean https) {
        return new SiteConfig(
                https, hosts, apiTokenHash, staffIdle, agentIdle, absolute, rate, embedders);
    }

    public SiteConfig withHosts(Set<String> allowed) {
        return new SiteConfig(
                secure, allowed, apiTokenHash, staffIdle, agentIdle, absolute, rate, embedders);
    }

    /**
     * @param token as configured under {@code api.token}; empty for none
     * @throws IllegalArgumentException when it is so short that it could be guessed
     */
    public SiteConfig withApiToken(String token) {
        if (!token.isEmpty() && token.length() < MIN_TOKEN) {
            throw new IllegalArgumentException(
                    "api.token must have at least " + MIN_TOKEN + " characters");
        }
        String hash = token.isEmpty() ? "" : Tokens.hash(token);
        return new SiteConfig(secure, hosts, hash, staffIdle, agentIdle, absolute, rate, embedders);
    }

    public SiteConfig withRate(int perSecond) {
        return new SiteConfig(
                secure, hosts, apiTokenHash, staffIdle, agentIdle, absolute, perSecond, embedders);
    }

    public SiteConfig withEmbedders(Set<String> origins) {
        return new SiteConfig(
                secure, hosts, apiTokenHash, staffIdle, agentIdle, absolute, rate, origins);
    }

    Duration idle(Sessions.Kind kind) {
        return kind == Sessions.Kind.AGENT ? agentIdle : staffIdle;
    }

    private static void positive(String name, Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than nothing");
        }
    }

    /** A hash of a token is still nothing to print. */
    @Override
    public String toString() {
        return (secure ? "https" : "http") + (hosts.isEmpty() ? "" : " as " + hosts);
    }
}
