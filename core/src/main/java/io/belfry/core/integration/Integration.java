package io.belfry.core.integration;

import java.util.List;

/**
 * One customer's connection between calls and a web application.
 *
 * @param appname its name, unique; the {@code type} of its rows in the Realtime table
 * @param url template of the page that its rules open unless they name another
 * @param variables names of the custom variables that it uses
 * @param script the customer's own code beside the rules; {@link Script#NONE} for none
 * @param version counts saves, for the optimistic check
 */
public record Integration(
        String id,
        String appname,
        boolean enabled,
        String url,
        List<String> variables,
        List<Rule> rules,
        Script script,
        long version) {
    public Integration {
        variables = List.copyOf(variables);
        rules = List.copyOf(rules);
    }

    /** One without a script. */
    public Integration(
            String id,
            String appname,
            boolean enabled,
            String url,
            List<String> variables,
            List<Rule> rules,
            long version) {
        this(id, appname, enabled, url, variables, rules, Script.NONE, version);
    }

    /** The same as it was saved. */
    public Integration withVersion(String savedId, long saved) {
        return new Integration(savedId, appname, enabled, url, variables, rules, script, saved);
    }

    /** The same, doing nothing. */
    public Integration switchedOff() {
        return new Integration(id, appname, false, url, variables, rules, script, version);
    }
}
