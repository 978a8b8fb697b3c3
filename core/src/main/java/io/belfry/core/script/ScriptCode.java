package io.belfry.core.script;

import io.belfry.core.integration.Integration;
import java.util.List;

/**
 * One version of a script and what it sees of its integration. Two saves that do not change it are
 * the same code: its globals stay.
 *
 * @param hosts that {@code fetch} may reach, {@code name} or {@code name:port}
 * @param variables names of the custom variables
 */
public record ScriptCode(
        String integrationId,
        String appname,
        String source,
        List<String> hosts,
        List<String> variables) {
    public ScriptCode {
        hosts = List.copyOf(hosts);
        variables = List.copyOf(variables);
    }

    public static ScriptCode of(Integration integration) {
        return new ScriptCode(
                integration.id(),
                integration.appname(),
                integration.script().source(),
                integration.script().hosts(),
                integration.variables());
    }
}
