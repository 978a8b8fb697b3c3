package io.belfry.core.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * Light or dark, English or Italian: kept in cookies, so that the first page is already right. The
 * pages' own script may set them, they are no secrets.
 */
public final class Preferences {
    public static final String THEME_COOKIE = "belfry_theme";
    public static final String LANGUAGE_COOKIE = "belfry_lang";
    private static final List<String> THEMES = List.of("system", "light", "dark");
    private static final Duration KEPT = Duration.ofDays(365);

    private Preferences() {}

    /** {@code POST /preferences} with theme, language, both or none, and {@code back}. */
    static void save(RoutingContext rc, boolean secure) {
        MultiMap form = rc.request().formAttributes();
        keep(rc, THEME_COOKIE, form.get("theme"), THEMES, secure);
        keep(rc, LANGUAGE_COOKIE, form.get("language"), Messages.LANGUAGES, secure);
        Site.redirect(rc, localPath(form.get("back")));
    }

    /** Sets the language as if the reader had chosen it, for a user who has one in his account. */
    public static void language(RoutingContext rc, String language, boolean secure) {
        keep(rc, LANGUAGE_COOKIE, language, Messages.LANGUAGES, secure);
    }

    static String theme(RoutingContext rc) {
        return chosen(rc, THEME_COOKIE, THEMES, "system");
    }

    static String language(RoutingContext rc) {
        String accepted =
                rc.acceptableLanguages().stream()
                        .map(LanguageHeader::tag)
                        .filter(Messages.LANGUAGES::contains)
                        .findFirst()
                        .orElse(Messages.LANGUAGES.get(0));
        return chosen(rc, LANGUAGE_COOKIE, Messages.LANGUAGES, accepted);
    }

    /**
     * Where to go afterwards.
     *
     * @param asked by the form; anything that could leave this server leads to the first page
     */
    public static String localPath(String asked) {
        boolean ours =
                asked != null
                        && asked.startsWith("/")
                        && !asked.startsWith("//")
                        && asked.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return ours ? asked : "/";
    }

    private static String chosen(
            RoutingContext rc, String name, List<String> allowed, String otherwise) {
        Cookie cookie = rc.request().getCookie(name);
        return cookie != null && allowed.contains(cookie.getValue())
                ? cookie.getValue()
                : otherwise;
    }

    private static void keep(
            RoutingContext rc, String name, String value, List<String> allowed, boolean secure) {
        if (value != null && allowed.contains(value) && !Site.isAnswered(rc)) {
            rc.response()
                    .addCookie(
                            Cookie.cookie(name, value)
                                    .setPath("/")
                                    .setMaxAge(KEPT.toSeconds())
                                    .setSecure(secure)
                                    .setSameSite(CookieSameSite.LAX));
        }
    }
}
