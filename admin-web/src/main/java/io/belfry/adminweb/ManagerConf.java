package io.belfry.adminweb;

import io.belfry.core.integration.ManagerNoise;

/**
 * The account that Belfry needs in a PBX's {@code manager.conf}, with the least rights that do.
 * Nothing that could run a command or change the configuration is among them: {@code command},
 * {@code config}, {@code system} and {@code agi} stay out of {@code write}; without {@code system}
 * Belfry can not set its filter itself, so the account has it.
 */
final class ManagerConf {
    /** Events that Belfry listens to. */
    private static final String READ = "system,call,agent,dialplan";

    /** Snapshots and variables of live calls: it asks, and changes nothing on the PBX. */
    private static final String WRITE = "reporting";

    private ManagerConf() {}

    /**
     * @param user name of the account; what could end the section's name is left out
     */
    static String block(String user) {
        String name = user.replaceAll("[^A-Za-z0-9._@-]", "");
        return String.join(
                "\n",
                "[" + (name.isEmpty() ? "belfry" : name) + "]",
                "secret = put-a-long-random-secret-here",
                "deny = 0.0.0.0/0.0.0.0",
                "; the address that this server comes from",
                "permit = 192.0.2.10/255.255.255.255",
                "read = " + READ,
                "write = " + WRITE,
                "writetimeout = 1000",
                "; about half of what a busy PBX says is of no use here",
                "eventfilter = " + ManagerNoise.EXCLUDED,
                "");
    }
}
