package io.belfry.core.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One sentence that is said on the next page: "Saved". It travels as the key of a text, so that a
 * planted cookie can only say what we say anyway.
 */
public final class Flash {
    /**
     * @param text in the reader's language; empty when there is nothing to say
     * @param kind good or bad, for its colour and icon
     */
    public record Said(String text, String kind) {
        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    private static final String COOKIE = "belfry_flash";
    private static final long SECONDS = 60;
    private static final int MAX_LENGTH = 2000;
    private static final Said NOTHING = new Said("", "good");

    private Flash() {}

    /** Says on the next page that something went well. */
    public static void good(RoutingContext rc, String key, String... parameters) {
        say(rc, "good", key, parameters);
    }

    /** Says on the next page that something did not work out. */
    public static void bad(RoutingContext rc, String key, String... parameters) {
        say(rc, "bad", key, parameters);
    }

    private static void say(RoutingContext rc, String kind, String key, String... parameters) {
        JsonArray said = new JsonArray().add(kind).add(key);
        Arrays.stream(parameters).forEach(said::add);
        if (!Site.isAnswered(rc)) {
            rc.response().addCookie(cookie(encode(said.encode())).setMaxAge(SECONDS));
        }
    }

    static Said take(RoutingContext rc, Messages messages) {
        Cookie cookie = rc.request().getCookie(COOKIE);
        if (cookie == null || cookie.getValue().isEmpty()) {
            return NOTHING;
        }
        rc.response().addCookie(cookie("").setMaxAge(0));
        return read(rc, cookie.getValue(), messages);
    }

    private static Said read(RoutingContext rc, String value, Messages messages) {
        if (value.length() > MAX_LENGTH) {
            return NOTHING;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(value);
            JsonArray said = new JsonArray(new String(json, StandardCharsets.UTF_8));
            String key = said.size() < 2 ? "" : String.valueOf(said.getValue(1));
            if (!messages.has(key)) {
                return NOTHING;
            }
            Object[] parameters = said.stream().skip(2).map(String::valueOf).toArray();
            String kind = "bad".equals(said.getValue(0)) ? "bad" : "good";
            return new Said(messages.text(Views.locale(rc), key, parameters), kind);
        } catch (IllegalArgumentException | DecodeException e) {
            // somebody else's cookie
            return NOTHING;
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Cookie cookie(String value) {
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX);
    }
}
