package io.belfry.ami;

import io.belfry.ami.AmiFailure.Step;
import io.belfry.ami.AmiSource.Connected;
import io.belfry.core.bus.PbxTestResult;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/** One test of one connection, on a thread that may wait. */
final class PbxTestRun implements AmiSource.Listener {
    private static final Duration FIRST_EVENT = Duration.ofSeconds(1);
    private static final String RIGHTS = "rights";
    private static final String EVENTS = "events";

    private final PbxAccess access;
    private final LinkOptions options;
    private final DivertingSource source;
    private final List<PbxTestResult.Step> steps = Collections.synchronizedList(new ArrayList<>());
    private final Set<AmiType> seen = Collections.synchronizedSet(EnumSet.noneOf(AmiType.class));
    private final CountDownLatch anyEvent = new CountDownLatch(1);

    PbxTestRun(PbxAccess access, LinkOptions options) {
        this.access = access;
        this.options = options;
        this.source = new DivertingSource(access, options);
    }

    PbxTestResult perform() throws InterruptedException {
        try {
            Connected connected = source.start(this);
            wayIsGood(connected);
            boolean came = anyEvent.await(FIRST_EVENT.toMillis(), TimeUnit.MILLISECONDS);
            rights();
            events(came);
        } catch (AmiFailure e) {
            wayUntil(e.step());
            add(e.step().word(), false, withMend(e));
        } finally {
            source.logOff();
        }
        return result();
    }

    /** It took too long: what is known, and where it hangs. */
    PbxTestResult unfinished() {
        Step step = source.way().step();
        if (steps.isEmpty()) {
            wayUntil(step);
            add(step.word(), false, "no answer in time" + (step == Step.DNS ? slowDns() : ""));
            return result();
        }
        synchronized (steps) {
            String name = steps.size() > Step.values().length ? EVENTS : RIGHTS;
            List<PbxTestResult.Step> known = new ArrayList<>(steps);
            known.add(new PbxTestResult.Step(name, false, "no answer in time"));
            return new PbxTestResult(false, known);
        }
    }

    private static String slowDns() {
        return ": the name servers of this machine do not answer";
    }

    Void abort() {
        source.abort();
        return null;
    }

    private PbxTestResult result() {
        synchronized (steps) {
            return new PbxTestResult(steps.stream().allMatch(PbxTestResult.Step::ok), steps);
        }
    }

    private void add(String name, boolean ok, String text) {
        steps.add(new PbxTestResult.Step(name, ok, text));
    }

    private void wayIsGood(Connected connected) {
        wayUntil(Step.LOGIN);
        add(
                Step.LOGIN.word(),
                true,
                "as " + access.user() + "; Asterisk " + Printable.of(connected.version(), 40));
    }

    private void wayUntil(Step failed) {
        for (Step step : Step.values()) {
            if (step.compareTo(failed) < 0) {
                add(step.word(), true, found(step));
            }
        }
    }

    private String found(Step step) {
        Socket socket = source.way().socket();
        InetAddress address = socket.getInetAddress();
        return switch (step) {
            case DNS ->
                    address == null
                            ? access.host()
                            : access.host() + " is " + address.getHostAddress();
            case TCP -> "connected to port " + access.port();
            case TLS -> tls(socket, address);
            case BANNER -> Printable.of(source.way().banner(), 60);
            case LOGIN -> "";
        };
    }

    private static String tls(Socket socket, InetAddress address) {
        if (socket instanceof SSLSocket secure) {
            return secure.getSession().getProtocol() + ", certificate checked";
        }
        return address != null && address.isLoopbackAddress()
                ? "not used; the PBX is on this machine"
                : "not used: callers' names and numbers can be read on the way. Better: tlsenable in"
                        + " manager.conf, port 5039";
    }

    private static String withMend(AmiFailure e) {
        String mend =
                switch (e.step()) {
                    case DNS -> ". Check the host name, or enter the address";
                    case TCP ->
                            ". Check host and port, that manager.conf has enabled = yes and a"
                                    + " bindaddr that can be reached, and firewalls";
                    case BANNER -> ". Check the port: the manager's is 5038, with TLS 5039";
                    case LOGIN ->
                            e.isRefused()
                                    ? ". Check the user's section in manager.conf: name, secret,"
                                            + " permit; then manager reload"
                                    : "";
                    case TLS -> "";
                };
        return e.getMessage() + mend;
    }

    private void rights() throws InterruptedException {
        AmiAnswer commands = ask(Actions.listCommands());
        if (!commands.ok()) {
            add(RIGHTS, commands.isDenied(), "can not be found out: " + commands.message());
            return;
        }
        String user = "";
        if (commands.get("command").contains("(Priv: command")) {
            user = askForUser();
        }
        Rights rights = Rights.of(commands, user, types());
        add(RIGHTS, rights.isEnough(), rights.inWords());
    }

    private String askForUser() throws InterruptedException {
        try {
            return ask(Actions.showManagerUser(access.user())).get("output");
        } catch (IllegalArgumentException e) {
            // its command line would not take this name as one word
            return "";
        }
    }

    private AmiAnswer ask(AmiAction action) throws InterruptedException {
        try {
            return source.send(action)
                    .toCompletableFuture()
                    .get(options.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new AmiAnswer(false, "no answer", Map.of());
        }
    }

    private Set<AmiType> types() {
        synchronized (seen) {
            return Set.copyOf(seen);
        }
    }

    private void events(boolean came) {
        String types =
                types().stream().map(AmiType::word).sorted().collect(Collectors.joining(", "));
        add(
                EVENTS,
                true,
                came
                        ? "they come: " + types
                        : "none within a second; a quiet PBX has none to send, unless system is in"
                                + " read");
    }

    @Override
    public void events(List<AmiEvent> batch) {
        batch.forEach(event -> seen.add(event.type()));
        anyEvent.countDown();
    }

    @Override
    public void doubt(String why) {
        // a test derives nothing
    }

    @Override
    public void closed(String why) {
        anyEvent.countDown();
    }
}
