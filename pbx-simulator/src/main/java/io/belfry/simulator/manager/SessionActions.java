package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is there: login, logoff, and what the client wants to hear. */
final class SessionActions {
    private final ManagedPbx pbx;
    private final Map<String, ManagerUser> users;
    private final ActionTable table;
    private final SecurityEvents security;
    private final Random random = new Random();

    SessionActions(
            ManagedPbx pbx, List<ManagerUser> users, ActionTable table, SecurityEvents security) {
        this.pbx = pbx;
        this.users = users.stream().collect(Collectors.toMap(ManagerUser::name, user -> user));
        this.table = table;
        this.security = security;
    }

    void register() {
        table.add("Login", "", "Login Manager.", this::login);
        table.add("Logoff", "", "Logoff Manager.", this::logoff);
        table.add("Challenge", "", "Generate Challenge for MD5 Auth.", this::challenge);
        table.add("Ping", "", "Keepalive command.", this::ping);
        table.add("Events", "", "Control Event Flow.", this::events);
        table.add(
                "Filter",
                "system",
                "Dynamically add filters for the current manager session.",
                this::filter);
        table.add("ListCommands", "", "List available manager commands.", this::listCommands);
        table.add("UserEvent", "user", "Send an arbitrary event.", this::userEvent);
    }

    private void login(ActionRequest request) {
        ManagerSession session = request.session();
        if (session.user().isPresent()) {
            request.ack("Already logged in");
            return;
        }
        Optional<ManagerUser> account = Optional.ofNullable(users.get(request.get("Username")));
        if (account.filter(user -> secretFits(request, user)).isEmpty()) {
            request.error("Authentication failed");
            session.closeWhenWritten();
            return;
        }
        session.login(account.get());
        if (request.headers().has("Events")) {
            session.mask(Privilege.parse(request.get("Events")));
        }
        request.ack("Authentication accepted");
        if (pbx.fullyBooted()) {
            session.offer(fullyBooted(pbx));
        }
        security.publish("SuccessfulAuth", session, Map.of("UsingPassword", "0"));
    }

    private boolean secretFits(ActionRequest request, ManagerUser user) {
        if (!request.get("AuthType").equalsIgnoreCase("MD5")) {
            return request.get("Secret").equals(user.secret());
        }
        String challenge = request.session().challenge();
        return !challenge.isEmpty()
                && md5(challenge + user.secret()).equalsIgnoreCase(request.get("Key"));
    }

    private static String md5(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** How a client learns that the PBX is ready: at login, and once more when it becomes so. */
    static AmiEvent fullyBooted(ManagedPbx pbx) {
        long uptime = Duration.between(pbx.bootTime(), pbx.now()).toSeconds();
        return AmiEvent.of("FullyBooted", Privilege.SYSTEM)
                .with("Uptime", uptime)
                .with("LastReload", uptime)
                .with("Status", "Fully Booted")
                .build();
    }

    private void logoff(ActionRequest request) {
        request.respond("Goodbye", "Message: Thanks for all the fish.");
        request.session().closeWhenWritten();
    }

    private void challenge(ActionRequest request) {
        if (!request.get("AuthType").equalsIgnoreCase("MD5")) {
            request.error("Must specify AuthType");
            return;
        }
        String challenge = Integer.toString(100_000_000 + random.nextInt(900_000_000));
        request.session().challenge(challenge);
        request.success("Challenge: " + challenge);
    }

    /** A wall-clock time stamp with microseconds, as all of Asterisk's. */
    private void ping(ActionRequest request) {
        Instant now = pbx.now();
        request.success(
                "Ping: Pong",
                "Timestamp: %d.%06d".formatted(now.getEpochSecond(), now.getNano() / 1000));
    }

    private void events(ActionRequest request) {
        Set<Privilege> wanted = Privilege.parse(request.get("EventMask"));
        request.session().mask(wanted);
        request.success("Events: " + (wanted.isEmpty() ? "Off" : "On"));
    }

    private void filter(ActionRequest request) {
        if (!request.get("Operation").equalsIgnoreCase("Add")) {
            request.error("Unknown operation");
            return;
        }
        EventFilter.Result result =
                request.session().filter().add(request.get("MatchCriteria"), request.get("Filter"));
        if (result == EventFilter.Result.ADDED) {
            request.ack(result.text());
        } else {
            request.error(result.text());
        }
    }

    private void listCommands(ActionRequest request) {
        List<String> lines = new ArrayList<>();
        for (ActionTable.Entry action : table.all()) {
            if (request.session().may(action.needs())) {
                lines.add(action.line());
            }
        }
        request.success(lines.toArray(String[]::new));
    }

    private void userEvent(ActionRequest request) {
        AmiEvent.Builder event =
                AmiEvent.of("UserEvent", Privilege.USER)
                        .with("UserEvent", request.get("UserEvent"));
        request.headers().all().stream()
                .filter(line -> !line.name().equalsIgnoreCase("Action"))
                .filter(line -> !line.name().equalsIgnoreCase("UserEvent"))
                .forEach(line -> event.with(line.name(), line.value()));
        request.ack("Event Sent");
        pbx.publish(event.build());
    }
}
