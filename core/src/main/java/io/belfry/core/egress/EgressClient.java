package io.belfry.core.egress;

import io.belfry.core.integration.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests to where the {@link EgressFilter} allows. One connection each, no redirect is
 * followed, no cookie kept, no answer is longer than the limit and none is waited for longer than
 * the deadline.
 */
public final class EgressClient {
    public static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final int LARGEST_HEADERS = 16 * 1024;
    private static final int MOST_HEADERS = 50;

    /** Requests under way of all customers together; more fail at once. */
    private static final int MOST = 200;

    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9._-]{1,40})", Pattern.CASE_INSENSITIVE);

    private final EgressFilter filter;
    private final Duration deadline;
    private final HttpClient http;
    private int underWay;

    /**
     * @param deadline from the look-up of the name to the last byte of the answer
     */
    public EgressClient(Vertx vertx, EgressFilter filter, Duration deadline) {
        this.filter = filter;
        this.deadline = deadline;
        this.http =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setKeepAlive(false)
                                .setConnectTimeout((int) deadline.toMillis())
                                .setMaxHeaderSize(LARGEST_HEADERS)
                                .setDecompressionSupported(false)
                                .setVerifyHost(true),
                        new PoolOptions().setHttp1MaxSize(MOST));
    }

    /**
     * Must be called on one context. Fails with {@link EgressRefused}, whose words are for the
     * customer.
     */
    public Future<EgressResponse> send(EgressRequest request) {
        if (underWay >= MOST) {
            return Future.failedFuture(new EgressRefused("too many requests are under way"));
        }
        underWay++;
        Promise<HttpClientRequest> sent = Promise.promise();
        Future<EgressResponse> answer =
                filter.check(request.address().host())
                        .compose(address -> http.request(options(request, address)))
                        .compose(
                                open -> {
                                    sent.tryComplete(open);
                                    return exchange(open, request);
                                })
                        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        return answer.onFailure(e -> sent.future().onSuccess(HttpClientRequest::reset))
                .onComplete(any -> underWay--)
                .recover(this::inWords);
    }

    private static RequestOptions options(EgressRequest request, InetAddress address) {
        WebAddress url = request.address();
        RequestOptions options =
                new RequestOptions()
                        // here it connects; host and certificate are those of the name
                        .setServer(
                                SocketAddress.inetSocketAddress(
                                        url.port(), address.getHostAddress()))
                        .setHost(url.host())
                        .setPort(url.port())
                        .setSsl(url.scheme().equals("https"))
                        .setMethod(HttpMethod.valueOf(request.method()))
                        .setFollowRedirects(false)
                        .setURI(path(url.rest()));
        options.putHeader("user-agent", "Belfry");
        request.headers().forEach(options::putHeader);
        return options;
    }

    /** What a server gets to see: no fragment, and at least a slash. */
    private static String path(String rest) {
        String path = rest.split("#", 2)[0];
        return path.startsWith("/") ? path : "/" + path;
    }

    private Future<EgressResponse> exchange(HttpClientRequest open, EgressRequest request) {
        InetAddress reached = address(open);
        if (reached != null && filter.refusal(reached).isPresent()) {
            return Future.failedFuture(new EgressRefused("the connection leads elsewhere"));
        }
        Future<HttpClientResponse> answered =
                request.body().isEmpty() ? open.send() : open.send(Buffer.buffer(request.body()));
        return answered.compose(EgressClient::read);
    }

    private static InetAddress address(HttpClientRequest open) {
        SocketAddress remote = open.connection().remoteAddress();
        try {
            return remote == null || remote.hostAddress() == null
                    ? null
                    : InetAddress.getByName(remote.hostAddress());
        } catch (java.net.UnknownHostException e) {
            return null;
        }
    }

    private static Future<EgressResponse> read(HttpClientResponse response) {
        Promise<EgressResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(
                part -> {
                    if (body.length() + part.length() > LARGEST_ANSWER) {
                        whole.tryFail(
                                new EgressRefused(
                                        "the answer is larger than "
                                                + LARGEST_ANSWER / 1024
                                                + " kB"));
                        response.request().reset();
                    } else {
                        body.appendBuffer(part);
                    }
                });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(
                end -> {
                    Map<String, String> headers = headers(response);
                    whole.tryComplete(
                            new EgressResponse(
                                    response.statusCode(),
                                    String.valueOf(response.statusMessage()),
                                    headers,
                                    body.toString(charset(headers))));
                });
        return whole.future();
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(
                        (name, value) -> {
                            if (headers.size() < MOST_HEADERS) {
                                headers.merge(
                                        name.toLowerCase(Locale.ROOT),
                                        value,
                                        (one, other) -> one + ", " + other);
                            }
                        });
        return headers;
    }

    private static Charset charset(Map<String, String> headers) {
        Matcher named = CHARSET.matcher(headers.getOrDefault("content-type", ""));
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String inWords(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private Future<EgressResponse> inWords(Throwable e) {
        if (e instanceof EgressRefused) {
            return Future.failedFuture(e);
        }
        if (e instanceof TimeoutException) {
            return Future.failedFuture(new EgressRefused("no answer within " + inWords(deadline)));
        }
        return Future.failedFuture(new EgressRefused(String.valueOf(e.getMessage())));
    }
}
