package io.belfry.ami;

import io.belfry.ami.AmiFailure.Step;
import io.belfry.ami.AmiSource.Connected;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.ManagerConnection;
import org.asteriskjava.manager.TimeoutException;

/** What both kinds of connection do and say around a login. */
final class Login {
    private static final Pattern MANAGER_VERSION = Pattern.compile("(\\d+)\\.[0-9.]+");

    /** From manager version 5 on it is eleven below the PBX's: 11.0.0 comes with Asterisk 22. */
    private static final int AHEAD = 11;

    private static final int FIRST_IN_STEP = 5;

    private Login() {}

    /** Asks for the version, which also proves that the way back works. */
    static Connected finish(ManagerConnection connection, String banner, Duration limit)
            throws IOException, InterruptedException {
        try {
            AmiAnswer answer =
                    ActionSender.send(connection, Actions.coreSettings())
                            .toCompletableFuture()
                            .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            String version = answer.get("asteriskversion");
            return new Connected(banner, version.isEmpty() ? guess(banner) : version);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("no answer after the login", e);
        }
    }

    static String guess(String banner) {
        Matcher version = MANAGER_VERSION.matcher(banner);
        if (!version.find()) {
            return "";
        }
        int major = Integer.parseInt(version.group(1));
        return major < FIRST_IN_STEP
                ? "manager interface " + version.group()
                : major + AHEAD + " (by its manager interface " + version.group() + ")";
    }

    /**
     * @param end why the stream ended, empty when it did not
     */
    static AmiFailure failure(PbxAccess access, Exception e, String end) {
        if (e instanceof AmiFailure known) {
            return known;
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (e instanceof AuthenticationFailedException && e.getCause() == null) {
            return AmiFailure.refused(refusal(access, String.valueOf(e.getMessage())), e);
        }
        String why =
                !end.isEmpty()
                        ? end + " during the login"
                        : isTimeout(e)
                                ? "no answer to the login in time"
                                : "the connection was lost during the login";
        return new AmiFailure(Step.LOGIN, access.address() + ": " + why, e);
    }

    /** Asterisk says the same to an unknown user, a wrong secret and a forbidden address. */
    private static String refusal(PbxAccess access, String message) {
        return message.equals("Authentication failed")
                ? "wrong user or password for "
                        + access.user()
                        + ", or this machine's address is not permitted (manager.conf)"
                : "the PBX refuses the login: " + Printable.of(message, 120);
    }

    private static boolean isTimeout(Throwable e) {
        return e instanceof TimeoutException
                || e.getCause() instanceof TimeoutException
                || e.getCause() instanceof java.util.concurrent.TimeoutException;
    }
}
