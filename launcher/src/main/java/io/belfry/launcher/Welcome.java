package io.belfry.launcher;

import io.belfry.launcher.ServerConfig.FirstAdmin;

/** What people see when the server is there: where to go, and how to get in. */
final class Welcome {
    private Welcome() {}

    static String serve(BelfryServer server) {
        StringBuilder text = new StringBuilder("\nBelfry is ready.\n\n");
        line(text, "Administrators and supervisors", server.url() + "/");
        line(text, "Agents", server.url() + "/agent");
        server.programsUrl().ifPresent(url -> line(text, "Programs (socket.io)", url));
        server.setupToken()
                .ifPresent(
                        token -> {
                            text.append(
                                    "\nThis is the first start. Make the administrator's account here, once, within 24 hours:\n");
                            text.append("  ")
                                    .append(server.url())
                                    .append("/setup?token=")
                                    .append(token)
                                    .append('\n');
                        });
        return text.append('\n').toString();
    }

    static String demo(BelfryServer server, ServerConfig config, String password, String crm) {
        FirstAdmin admin = config.admin();
        StringBuilder text =
                new StringBuilder(
                        "\nBelfry's demo is ready. A simulated PBX makes calls; nothing is kept.\n\n");
        line(text, "Live table", server.url() + "/realtime/integration");
        line(text, "  log in as", admin.user() + " / " + admin.password());
        line(text, "  or, as a supervisor", DemoSettings.SUPERVISOR + " / " + password);
        line(text, "Agents' page", server.url() + "/agent");
        line(text, "  log in as", "luca.verdi / " + password);
        line(
                text,
                "  or as",
                "andrea.bianco, maria.rossi, john.doe, giulia.neri, paolo.conti (same password)");
        line(text, "The customer's application", crm);
        server.programsUrl().ifPresent(url -> line(text, "Programs (socket.io)", url));
        line(text, "  token of programs and REST", config.apiToken());
        text.append(
                "\nOn the agents' page press \"Start work\" and wait for a call: a page opens when it is answered. Stop with Ctrl+C.\n\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-32s %s%n", name, value));
    }
}
