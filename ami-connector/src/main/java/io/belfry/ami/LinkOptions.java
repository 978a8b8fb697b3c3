package io.belfry.ami;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * How long one connection may take for what.
 *
 * @param connect until TCP is there, and once more for the TLS handshake
 * @param banner until the PBX says what it is
 * @param answer for each step of the login
 * @param silence nothing at all was read for so long: the connection is dead; above the interval of
 *     our pings, which is what notices first
 * @param tls makes the TLS sockets, so decides whom to trust
 */
public record LinkOptions(
        Duration connect,
        Duration banner,
        Duration answer,
        Duration silence,
        SSLSocketFactory tls) {
    public static LinkOptions defaults() {
        return new LinkOptions(
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                Duration.ofSeconds(15),
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    public LinkOptions withTls(SSLSocketFactory factory) {
        return new LinkOptions(connect, banner, answer, silence, factory);
    }
}
