package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.TemplateSpec;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Makes pages out of {@code templates/<name>.html} of all modules. Templates are ours and values
 * are never read as expressions; a page escapes what it shows ({@code th:text}).
 *
 * <p>Records in templates must be public and are read as {@code ${form.name()}}. Every template
 * finds, besides its model: {@code principal} (absent when nobody is logged in), {@code csrf},
 * {@code nonce}, {@code lang}, {@code path}, {@code theme} (system, light or dark), {@code nav},
 * {@code assets} for {@code assets.url('core/belfry.css')}, {@code flash} and {@code routes} for
 * {@code routes.has('GET', '/x')}.
 */
public final class Views {
    private final Vertx vertx;
    private final Messages messages;
    private final StaticFiles assets;
    private final TemplateEngine engine;

    /**
     * @param modules whose messages are needed; those of core are always there
     */
    public Views(Vertx vertx, String... modules) {
        this.vertx = vertx;
        this.messages =
                Messages.load(Stream.concat(Stream.of("core"), Stream.of(modules)).toList());
        this.assets = new StaticFiles(vertx);
        this.engine = engine(messages);
    }

    /** Texts outside templates, for what a handler says itself. */
    public Messages messages() {
        return messages;
    }

    StaticFiles assets() {
        return assets;
    }

    /**
     * Renders on a worker and sends the page; set another status than 200 before. A template that
     * fails becomes the error page.
     *
     * @param template name, or {@code name :: fragment} for a part of it
     */
    public Future<Void> show(RoutingContext rc, String template, Map<String, Object> model) {
        if (Site.isAnswered(rc)) {
            return Future.succeededFuture();
        }
        Map<String, Object> all = new HashMap<>(common(rc));
        all.putAll(model);
        return render(template, locale(rc), all)
                .onFailure(rc::fail)
                .compose(page -> send(rc, page));
    }

    /** The text of a page or, with {@code name :: fragment}, of a part of one, to be pushed. */
    public Future<String> render(String template, Locale locale, Map<String, Object> model) {
        // templates are read from the class path and large tables take their time
        return vertx.executeBlocking(() -> process(template, locale, model), false);
    }

    /** In which language this request is answered: the reader's choice, else his browser's. */
    public static Locale locale(RoutingContext rc) {
        return Locale.forLanguageTag(Preferences.language(rc));
    }

    private String process(String template, Locale locale, Map<String, Object> model) {
        String[] parts = template.split("\\s*::\\s*", 2);
        Set<String> fragment = parts.length > 1 ? Set.of(parts[1]) : Set.of();
        TemplateSpec spec = new TemplateSpec(parts[0], fragment, TemplateMode.HTML, Map.of());
        return engine.process(spec, new Context(locale, model));
    }

    private Map<String, Object> common(RoutingContext rc) {
        Map<String, Object> model = new HashMap<>();
        List<DeclaredRoute> routes = Site.routesOf(rc);
        String path = rc.normalizedPath();
        Site.findPrincipal(rc).ifPresent(who -> model.put("principal", who));
        model.put("csrf", Site.csrf(rc));
        model.put("nonce", Site.nonce(rc));
        model.put("lang", Preferences.language(rc));
        model.put("theme", Preferences.theme(rc));
        model.put("path", path);
        model.put("here", rc.request().uri());
        model.put("nav", Navigation.of(routes, Site.findPrincipal(rc), path));
        model.put("routes", new Mounted(routes));
        model.put("assets", assets);
        model.put("flash", Flash.take(rc, messages));
        return model;
    }

    private static Future<Void> send(RoutingContext rc, String page) {
        if (Site.isAnswered(rc)) {
            return Future.succeededFuture();
        }
        if (!rc.response().headers().contains("Cache-Control")) {
            rc.response().putHeader("Cache-Control", "no-store");
        }
        return rc.response().putHeader("Content-Type", "text/html; charset=utf-8").end(page);
    }

    private static TemplateEngine engine(Messages messages) {
        ClassLoaderTemplateResolver resolver =
                new ClassLoaderTemplateResolver(Views.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(true);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setMessageResolver(new FromBundles(messages));
        engine.setLinkBuilder(new FromRoot());
        return engine;
    }

    /** Whether a page is there, for links between modules that may be absent. */
    public record Mounted(List<DeclaredRoute> routes) {
        public boolean has(String method, String path) {
            return routes.stream()
                    .anyMatch(each -> each.method().equals(method) && each.path().equals(path));
        }
    }

    private static final class FromBundles extends AbstractMessageResolver {
        private final Messages messages;

        private FromBundles(Messages messages) {
            this.messages = messages;
        }

        @Override
        public String resolveMessage(
                ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            Object[] given = parameters == null ? new Object[0] : parameters;
            return messages.text(context.getLocale(), key, given);
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return "??" + key + "??";
        }
    }

    /** We are always at the root of the server, and sessions are never in addresses. */
    private static final class FromRoot extends StandardLinkBuilder {
        @Override
        protected String computeContextPath(
                IExpressionContext context, String base, Map<String, Object> parameters) {
            return "";
        }

        @Override
        protected String processLink(IExpressionContext context, String link) {
            return link;
        }
    }
}
