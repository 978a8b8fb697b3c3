package io.belfry.core.integration;

import java.util.List;

/**
 * One customer's connection between calls and a web application.
 *
 * @param appname its name, unique; the {@code type} of its rows in the Realtime table
 * @param url template of the page that its rules open unless they name another
 * @param variables names of the custom variables that it uses
 * @param version counts saves, for the optimistic check
 */
public record Integration(
        String id,
        String appname,
        boolean enabled,
        String url,
        List<String> variables,
        List<Rule> rules,
        long version) {
    public Integration {
        variables = List.copyOf(variables);
        rules = List.copyOf(rules);
    }

    /** The same as it was saved. */
    public Integration withVersion(String savedId, long saved) {
        return new Integration(savedId, appname, enabled, url, variables, rules, saved);
    }

    /** The same, doing nothing. */
    public Integration switchedOff() {
        return new Integration(id, appname, false, url, variables, rules, version);
    }
}
