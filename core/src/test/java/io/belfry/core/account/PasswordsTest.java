package io.belfry.core.account;

import static io.belfry.core.web.Await.await;
import static io.belfry.core.web.Await.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final String PASSWORD = "nine lives of a lamp";
    private static Vertx vertx;
    private static Passwords passwords;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        passwords = new Passwords(vertx);
    }

    @AfterAll
    static void stop() {
        await(vertx.close());
    }

    /** As an older version with smaller parameters would have stored it. */
    static String weakHashOf(String password) {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(1024)
                        .withIterations(1)
                        .withParallelism(1)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[32];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=1024,t=1,p=1$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    @Test
    void aHashSaysHowItWasMadeAndIsNeverTheSameTwice() {
        String one = await(passwords.hash(PASSWORD));
        String two = passwords.hashNow(PASSWORD);

        assertThat(one).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}");
        assertThat(two).isNotEqualTo(one);
        assertThat(await(passwords.verify(PASSWORD, two)))
                .isEqualTo(new Passwords.Check(true, false));
    }

    @Test
    void onlyTheRightPasswordIsRight() {
        String hash = passwords.hashNow(PASSWORD);

        assertThat(await(passwords.verify(PASSWORD + " ", hash)).right()).isFalse();
        assertThat(await(passwords.verify("", hash)).right()).isFalse();
        assertThat(await(passwords.verify(PASSWORD, "")).right()).isFalse();
    }

    @Test
    void aHashWithSmallerParametersIsCheckedWithThemAndCalledOutdated() {
        String old = weakHashOf(PASSWORD);

        assertThat(await(passwords.verify(PASSWORD, old)))
                .isEqualTo(new Passwords.Check(true, true));
        assertThat(await(passwords.verify("wrong", old)))
                .isEqualTo(new Passwords.Check(false, false));
    }

    @Test
    void theSameLettersFromAnotherKeyboardAreTheSamePassword() {
        String composed = passwords.hashNow("caffè e cornetto alle 8");

        assertThat(await(passwords.verify("caffe\u0300 e cornetto alle 8", composed)).right())
                .isTrue();
    }

    @Test
    void tooManyAtOnceAreRefusedAndTheOthersAnswered() {
        Passwords narrow = new Passwords(vertx, 1, 5);
        String hash = passwords.hashNow(PASSWORD);

        List<Future<Passwords.Check>> all =
                IntStream.range(0, 12).mapToObj(i -> narrow.verify(PASSWORD, hash)).toList();
        await(Future.join(all).otherwiseEmpty());

        List<Future<Passwords.Check>> refused = all.stream().filter(Future::failed).toList();
        assertThat(refused).hasSize(7);
        assertThat(refused).allMatch(each -> ((Problem) each.cause()).status() == 503);
        assertThat(await(narrow.verify(PASSWORD, hash)).right()).isTrue();
    }

    @Test
    void aStoredValueThatIsNoHashIsAnErrorAndNoLogIn() {
        Throwable failure = awaitFailure(passwords.verify(PASSWORD, "plain"));

        assertThat(failure).isInstanceOf(IllegalStateException.class);
    }
}
