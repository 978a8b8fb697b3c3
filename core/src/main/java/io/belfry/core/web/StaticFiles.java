package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What the pages need besides themselves: {@code webroot/<module>/…} of the class path, at {@code
 * /static/<module>/…}. Small and few, so they are read once and kept.
 *
 * <p>A page asks for a file with the hash of its content in the address and may keep it for ever;
 * modules that import one another have no hash in the address and are asked for again each time,
 * which costs a 304.
 */
public final class StaticFiles {
    private static final String PREFIX = "/static/";
    private static final String HTMX = "vendor/htmx.min.js";
    private static final String HTMX_JAR = "META-INF/resources/webjars/htmx.org/";
    private static final Pattern SAFE =
            Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)+");
    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "woff2", "font/woff2",
                    "json", "application/json; charset=utf-8",
                    "webmanifest", "application/manifest+json",
                    "mp3", "audio/mpeg",
                    "wav", "audio/wav");

    private record Asset(Buffer content, String type, String hash) {}

    private final Vertx vertx;
    private final String htmx;
    private final Map<String, Asset> known = new ConcurrentHashMap<>();

    StaticFiles(Vertx vertx) {
        this.vertx = vertx;
        this.htmx = htmxFile();
    }

    /**
     * The address of a file with the hash of its content, for templates, which are rendered where
     * reading a file is allowed.
     *
     * @param path like {@code core/belfry.css}
     */
    public String url(String path) {
        return find(path).map(asset -> PREFIX + path + "?v=" + asset.hash()).orElse(PREFIX + path);
    }

    /** Whether there is such a file, for what is only there with some modules. */
    public boolean has(String path) {
        return find(path).isPresent();
    }

    void serve(RoutingContext rc) {
        String path = rc.normalizedPath().substring(PREFIX.length());
        Asset cached = known.get(path);
        Future<Optional<Asset>> asset =
                cached == null
                        ? vertx.executeBlocking(() -> find(path), false)
                        : Future.succeededFuture(Optional.of(cached));
        asset.onFailure(rc::fail)
                .onSuccess(
                        found -> found.ifPresentOrElse(each -> send(rc, each), () -> rc.fail(404)));
    }

    private static void send(RoutingContext rc, Asset asset) {
        String tag = '"' + asset.hash() + '"';
        boolean exact = asset.hash().equals(rc.queryParams().get("v"));
        rc.response()
                .putHeader("ETag", tag)
                .putHeader(
                        "Cache-Control",
                        exact ? "public, max-age=31536000, immutable" : "no-cache");
        if (tag.equals(rc.request().getHeader("If-None-Match"))) {
            rc.response().setStatusCode(304).end();
            return;
        }
        rc.response().putHeader("Content-Type", asset.type()).end(asset.content());
    }

    private Optional<Asset> find(String path) {
        Asset cached = known.get(path);
        if (cached != null) {
            return Optional.of(cached);
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !SAFE.matcher(path).matches()) {
            return Optional.empty();
        }
        // only what exists is kept, so strangers can not make this grow
        return read(path.equals(HTMX) ? htmx : "webroot/" + path)
                .map(content -> new Asset(content, type, Tokens.fingerprint(content.getBytes())))
                .map(
                        asset -> {
                            known.put(path, asset);
                            return asset;
                        });
    }

    private static Optional<Buffer> read(String resource) {
        try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException("can not read " + resource, e);
        }
    }

    /** The webjar says its version in a file of its own; without the jar there is no htmx. */
    private static String htmxFile() {
        String about = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";
        try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(about)) {
            if (in == null) {
                return "webroot/" + HTMX;
            }
            Properties properties = new Properties();
            properties.load(in);
            return HTMX_JAR + properties.getProperty("version") + "/dist/htmx.min.js";
        } catch (IOException e) {
            throw new IllegalStateException("can not read " + about, e);
        }
    }
}
