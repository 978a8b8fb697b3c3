package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/** A PBX as REST and the pages see it: the only place that checks one. */
public final class PbxDocument {
    public static final int MOST_PBXS = 50;

    /** What a name is made of, in words. */
    public static final String NAMES = "letters, digits and . _ -";

    public static final int LONGEST_NAME = 80;
    private static final int PORT = 5038;
    private static final int PORT_OF_TLS = 5039;
    private static final Set<String> FIELDS =
            Set.of("name", "host", "port", "user", "secret", "tls", "enabled", "hasSecret");

    private PbxDocument() {}

    /**
     * @param pbx without secret
     * @param newSecret in clear; empty to keep the one that is there
     */
    public record Draft(PbxConfig pbx, String newSecret) {
        @Override
        public String toString() {
            return pbx.toString();
        }
    }

    /**
     * @param id of the PBX that it replaces; empty for a new one, which must have a secret
     * @param now the settings that it becomes a part of
     */
    public static Checked<Draft> check(JsonObject document, String id, Configuration now) {
        Findings findings = new Findings();
        DocumentReader reader = new DocumentReader(document, "", findings);
        reader.allow(FIELDS);
        boolean tls = reader.flag("tls", false);
        PbxConfig pbx =
                new PbxConfig(
                        id,
                        reader.requiredLine("name", LONGEST_NAME),
                        reader.requiredLine("host", 255),
                        reader.number("port", 1, 65_535, tls ? PORT_OF_TLS : PORT),
                        reader.requiredLine("user", 100),
                        "",
                        tls,
                        reader.flag("enabled", true),
                        PbxConfig.FROM_SETTINGS,
                        0);
        String secret = reader.line("secret", 200);
        if (id.isEmpty() && secret.isEmpty()) {
            reader.error("secret", "must not be empty");
        }
        checkNames(reader, pbx, id, now);
        return findings.about(new Draft(pbx, secret));
    }

    private static void checkNames(
            DocumentReader reader, PbxConfig pbx, String id, Configuration now) {
        // of one that is missing or too long the reader has told already
        if (!isName(pbx.name())) {
            reader.error("name", "must be " + NAMES);
        }
        if (pbx.host().contains("://")) {
            reader.error("host", "must be only the name or address of the machine, without ://");
        } else if (!pbx.host().matches("[A-Za-z0-9._:%\\[\\]-]*")) {
            reader.error("host", "must be the name or address of a machine");
        }
        boolean taken =
                now.pbxs().stream()
                        .anyMatch(
                                other ->
                                        !other.id().equals(id)
                                                && key(other.name()).equals(key(pbx.name())));
        if (taken) {
            reader.error("name", "\"" + pbx.name() + "\" is taken");
        }
        if (id.isEmpty() && now.pbxs().size() >= MOST_PBXS) {
            reader.error("name", "there are " + MOST_PBXS + " PBXs already, the most possible");
        }
    }

    /** The name is a part of the ids of calls, and those stand in addresses. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && name.matches("[A-Za-z0-9._-]+");
    }

    /** Names that differ only in case are the same name. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Never with the secret. */
    public static JsonObject json(PbxConfig pbx) {
        return new JsonObject()
                .put("id", pbx.id())
                .put("name", pbx.name())
                .put("host", pbx.host())
                .put("port", pbx.port())
                .put("user", pbx.user())
                .put("hasSecret", !pbx.secret().isEmpty())
                .put("tls", pbx.tls())
                .put("enabled", pbx.enabled())
                .put("source", pbx.source())
                .put("version", pbx.version());
    }
}
