package io.belfry.core.store;

import io.belfry.core.agent.Agent;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Draft;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How settings lie in their tables. */
final class ConfigRows {
    private static final Logger log = LoggerFactory.getLogger(ConfigRows.class);

    private ConfigRows() {}

    /** Of what is put; of what is removed there are none. */
    static Map<String, Object> columns(Edit edit) {
        if (edit instanceof Edit.PutIntegration put) {
            return columns(put);
        }
        if (edit instanceof Edit.PutDraft put) {
            return columns(put);
        }
        if (edit instanceof Edit.PutVariable put) {
            return columns(put);
        }
        if (edit instanceof Edit.PutAgent put) {
            return columns(put);
        }
        return edit instanceof Edit.PutPbx put ? columns(put) : Map.of();
    }

    static Kept<Integration> integration(Row row, List<Kept<CustomVariable>> variables) {
        Checked<Integration> stored =
                IntegrationDocument.stored(
                        new JsonObject(row.getString("document")),
                        variables.stream().map(each -> each.value().name()).toList());
        Integration value = stored.value().withVersion(row.getString("id"), row.getLong("version"));
        if (!stored.isGood()) {
            log.warn("integration {} is off: {}", value.appname(), stored.errors());
        }
        return kept(row, stored.isGood() ? value : value.switchedOff());
    }

    private static Map<String, Object> columns(Edit.PutIntegration put) {
        Integration value = put.kept().value();
        Map<String, Object> columns = common(value.id(), put.kept());
        columns.put("appname", value.appname());
        columns.put("appname_key", IntegrationDocument.key(value.appname()));
        columns.put("enabled", value.enabled());
        columns.put("document", IntegrationDocument.json(value).encode());
        return columns;
    }

    /** The same once more, to be kept when the next one takes its place. */
    static Map<String, Object> version(Edit.PutIntegration put) {
        Integration value = put.kept().value();
        Map<String, Object> columns = new HashMap<>();
        columns.put("integration_id", value.id());
        columns.put("version", put.kept().version());
        columns.put("document", IntegrationDocument.json(value).encode());
        columns.put("published_at", put.kept().updatedAt().toEpochMilli());
        columns.put("published_by", put.kept().updatedBy());
        return columns;
    }

    static Kept<Draft> draft(Row row) {
        return kept(
                row,
                new Draft(
                        row.getString("id"),
                        new JsonObject(row.getString("document")),
                        row.getLong("based_on"),
                        row.getLong("version")));
    }

    private static Map<String, Object> columns(Edit.PutDraft put) {
        Draft value = put.kept().value();
        Map<String, Object> columns = common(value.id(), put.kept());
        columns.put("document", value.document().encode());
        columns.put("based_on", value.basedOn());
        return columns;
    }

    static Kept<CustomVariable> variable(Row row) {
        return kept(
                row,
                new CustomVariable(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("sample"),
                        row.getLong("version")));
    }

    private static Map<String, Object> columns(Edit.PutVariable put) {
        CustomVariable value = put.kept().value();
        Map<String, Object> columns = common(value.id(), put.kept());
        columns.put("name", value.name());
        columns.put("description", value.description());
        columns.put("sample", value.sample());
        return columns;
    }

    static Kept<AgentEntry> agent(Row row) {
        String user = row.getString("username");
        List<String> peers =
                new JsonArray(row.getString("peers")).stream().map(String::valueOf).toList();
        Agent agent =
                new Agent(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("number"),
                        user == null ? "" : user,
                        peers,
                        row.getString("email"),
                        row.getBoolean("discovered"));
        return kept(row, new AgentEntry(agent, row.getString("password_hash")));
    }

    private static Map<String, Object> columns(Edit.PutAgent put) {
        Agent value = put.kept().value().agent();
        Map<String, Object> columns = common(value.id(), put.kept());
        columns.put("name", value.name());
        columns.put("number", value.number());
        columns.put("username", value.user().isEmpty() ? null : value.user());
        columns.put("password_hash", put.kept().value().passwordHash());
        columns.put("email", value.email());
        columns.put("peers", new JsonArray(List.copyOf(value.peers())).encode());
        columns.put("discovered", value.discovered());
        return columns;
    }

    static Kept<PbxConfig> pbx(Row row) {
        return kept(
                row,
                new PbxConfig(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("host"),
                        row.getInteger("port"),
                        row.getString("username"),
                        row.getString("secret"),
                        row.getBoolean("tls"),
                        row.getBoolean("enabled"),
                        PbxConfig.FROM_SETTINGS,
                        row.getLong("version")));
    }

    private static Map<String, Object> columns(Edit.PutPbx put) {
        PbxConfig value = put.kept().value();
        Map<String, Object> columns = common(value.id(), put.kept());
        columns.put("name", value.name());
        columns.put("name_key", PbxDocument.key(value.name()));
        columns.put("host", value.host());
        columns.put("port", value.port());
        columns.put("username", value.user());
        columns.put("secret", value.secret());
        columns.put("tls", value.tls());
        columns.put("enabled", value.enabled());
        return columns;
    }

    private static <T> Kept<T> kept(Row row, T value) {
        return new Kept<>(
                value,
                row.getLong("version"),
                row.getString("updated_by"),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static Map<String, Object> common(String id, Kept<?> kept) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("id", id);
        columns.put("version", kept.version());
        columns.put("updated_at", kept.updatedAt().toEpochMilli());
        columns.put("updated_by", kept.updatedBy());
        return columns;
    }
}
