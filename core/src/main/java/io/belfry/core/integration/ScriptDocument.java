package io.belfry.core.integration;

import java.util.List;

/**
 * The part of an integration's document that is its script: {@code script}, {@code scriptHosts}.
 */
final class ScriptDocument {
    /** Characters; what a person can still read, and a worker starts at once. */
    static final int LONGEST = 64_000;

    private static final int MOST_HOSTS = 50;
    private static final int LONGEST_HOST = 260;

    private ScriptDocument() {}

    static Script read(DocumentReader reader) {
        String source = reader.text("script", LONGEST);
        List<String> hosts = reader.lines("scriptHosts", MOST_HOSTS, LONGEST_HOST);
        for (int i = 0; i < hosts.size(); i++) {
            checkHost(reader, "scriptHosts[" + i + "]", hosts.get(i));
        }
        return new Script(source, hosts);
    }

    /** The reader of addresses knows what a host is; here one stands without scheme and path. */
    private static void checkHost(DocumentReader reader, String at, String host) {
        boolean alone =
                WebAddress.check("https://" + host + "/") instanceof WebAddress.Good good
                        && good.address().rest().equals("/");
        if (!alone) {
            reader.error(at, "must be a host like crm.acme.example or crm.acme.example:8443");
        }
    }
}
