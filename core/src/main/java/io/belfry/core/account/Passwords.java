package io.belfry.core.account;

import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Keeps passwords as argon2id with 19 MiB, two passes, one lane (quality.md, A36). The parameters
 * stand in the hash, so that old ones can still be checked when we ask for more.
 *
 * <p>A hash costs a core about a tenth of a second, so it is made away from the event loop, on as
 * many threads as there are cores and at most eight, and when too many wait, the next is refused:
 * log-in must not be a way to stop the server.
 */
public final class Passwords {
    /**
     * @param right whether it is the password
     * @param outdated whether it should be hashed again, because we now ask for more
     */
    public record Check(boolean right, boolean outdated) {}

    private record Parameters(int memoryKib, int passes, int lanes) {}

    private static final Parameters OURS = new Parameters(19_456, 2, 1);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_WAITING = 100;
    private static final Pattern FORMAT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Belongs to no password; who has no account is compared with it, which takes as long. */
    private static final String NOBODYS = format(OURS, new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private final WorkerExecutor workers;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    public Passwords(Vertx vertx) {
        this(
                vertx,
                Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()),
                MOST_WAITING);
    }

    Passwords(Vertx vertx, int atOnce, int mostWaiting) {
        this.mostWaiting = mostWaiting;
        // shared by name: two of us do not make twice as many threads
        this.workers = vertx.createSharedWorkerExecutor("belfry-passwords-" + atOnce, atOnce);
    }

    /** What may be stored. Fails with {@link Problem} 503 when too many wait. */
    public Future<String> hash(String password) {
        return work(() -> hashNow(password));
    }

    /**
     * Whether this is the password. Fails with {@link Problem} 503 when too many wait.
     *
     * @param hash as stored; empty when there is no such user, which takes as long and is wrong
     */
    public Future<Check> verify(String password, String hash) {
        return work(() -> verifyNow(password, hash.isEmpty() ? NOBODYS : hash));
    }

    /** The same as {@link #hash}, for who is on a worker thread already. */
    public String hashNow(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return format(OURS, salt, argon2id(password, OURS, salt, HASH_BYTES));
    }

    private static Check verifyNow(String password, String stored) {
        Matcher parts = FORMAT.matcher(stored);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password is in a format we do not know");
        }
        Parameters parameters =
                new Parameters(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        boolean right =
                MessageDigest.isEqual(
                        expected, argon2id(password, parameters, salt, expected.length));
        return new Check(right, right && isLess(parameters));
    }

    private static boolean isLess(Parameters stored) {
        return stored.memoryKib() < OURS.memoryKib()
                || stored.passes() < OURS.passes()
                || stored.lanes() < OURS.lanes();
    }

    private static byte[] argon2id(
            String password, Parameters parameters, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(parameters.memoryKib())
                        .withIterations(parameters.passes())
                        .withParallelism(parameters.lanes())
                        .withSalt(salt)
                        .build());
        // the same letters may be typed as different code points on different keyboards
        String same = Normalizer.normalize(password, Normalizer.Form.NFC);
        byte[] hash = new byte[length];
        generator.generateBytes(same.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String format(Parameters parameters, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        parameters.memoryKib(),
                        parameters.passes(),
                        parameters.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    private <T> Future<T> work(Callable<T> job) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(
                    new Problem(
                            503,
                            "busy",
                            "Too many people log in right now. Try again in a moment.",
                            Map.of()));
        }
        return workers.executeBlocking(job, false).onComplete(done -> waiting.decrementAndGet());
    }
}
