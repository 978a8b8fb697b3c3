package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** What Asterisk tells everybody with the right {@code security} about logins and bad requests. */
final class SecurityEvents {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'")
                    .withZone(ZoneOffset.UTC);

    private final ManagedPbx pbx;

    SecurityEvents(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void publish(String type, ManagerSession session, Map<String, String> details) {
        try {
            pbx.publish(event(type, session, details));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AmiEvent event(String type, ManagerSession session, Map<String, String> details)
            throws IOException {
        boolean success = type.equals("SuccessfulAuth");
        Instant now = pbx.now();
        AmiEvent.Builder event =
                AmiEvent.of(type, Privilege.SECURITY)
                        .with("EventTV", TIME.format(now))
                        .with("Severity", success ? "Informational" : "Error")
                        .with("Service", "AMI")
                        .with("EventVersion", "1");
        String account = session.user().map(ManagerUser::name).orElse("");
        if (success) {
            event.with("AccountID", account);
        }
        event.with("SessionID", "0x%012x".formatted(0x7f0000000000L + session.id()))
                .with("LocalAddress", session.localAddress())
                .with("RemoteAddress", session.remoteAddress())
                .with(details)
                .with("SessionTV", TIME.format(now));
        if (!success) {
            event.with("AccountID", account);
        }
        return event.build();
    }
}
