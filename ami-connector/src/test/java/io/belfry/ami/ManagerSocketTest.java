package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.belfry.ami.AmiFailure.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagerSocketTest {
    private static final LinkOptions PATIENT = waitingForBanner(Duration.ofSeconds(60));

    /** Against who says nothing. */
    private static final LinkOptions SHORT = waitingForBanner(Duration.ofMillis(200));

    @TempDir private static Path folder;
    private static Certificates own;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeCertificate() throws Exception {
        own = Certificates.of(folder, "ip:127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void unknownNameIsToldAsSuch() {
        AmiFailure failure = failure(new PbxAccess("no-such-host.invalid", 5038, "", "", false));

        assertThat(failure.step()).isEqualTo(Step.DNS);
        assertThat(failure).hasMessage("name not found: no-such-host.invalid");
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        AmiFailure failure = failure(local(port));

        assertThat(failure.step()).isEqualTo(Step.TCP);
        assertThat(failure).hasMessage("nothing listens at 127.0.0.1:" + port);
    }

    @Test
    void webServerIsNoManager() {
        ScriptedManager web =
                scripted("", action -> "HTTP/1.1 400 Bad Request\r\nServer: \u0007x\r\n\r\n");

        // it speaks when it is spoken to, which is done when no banner comes
        AmiFailure failure = failure(local(web.port()), waitingForBanner(Duration.ofSeconds(2)));

        assertThat(failure.step()).isEqualTo(Step.BANNER);
        assertThat(failure)
                .hasMessage(
                        "127.0.0.1:%d answers, but is no Asterisk manager: HTTP/1.1 400 Bad Request"
                                .formatted(web.port()));
    }

    @Test
    void otherProtocolThatSpeaksFirstIsQuotedWithoutItsControls() {
        ScriptedManager ssh = scripted("SSH-2.0-\u001b[31mOpen\r\n", action -> "");

        AmiFailure failure = failure(local(ssh.port()));

        assertThat(failure).hasMessageEndingWith("is no Asterisk manager: SSH-2.0-.[31mOpen");
    }

    @Test
    void silentServerIsTold() {
        ScriptedManager mute = scripted("", action -> "");

        AmiFailure failure = failure(local(mute.port()), SHORT);

        assertThat(failure.step()).isEqualTo(Step.BANNER);
        assertThat(failure).hasMessageContaining("takes connections and says nothing");
    }

    @Test
    void attemptCanBeGivenUpFromOutside() throws Exception {
        ScriptedManager mute = scripted("", action -> "");
        ManagerSocket socket = new ManagerSocket(PATIENT);
        CompletableFuture<AmiFailure> attempt =
                CompletableFuture.supplyAsync(
                        () ->
                                catchThrowableOfType(
                                        AmiFailure.class, () -> socket.open(local(mute.port()))));
        Soon.until("waits for the banner", () -> socket.step() == Step.BANNER);

        socket.close();

        assertThat(attempt).succeedsWithin(Soon.LIMIT);
    }

    @Test
    void trustedCertificateOfThisHostIsTaken() throws Exception {
        int port = secure(own);

        try (ManagerSocket socket = new ManagerSocket(PATIENT.withTls(own.trusting()))) {
            socket.open(new PbxAccess("127.0.0.1", port, "", "", true));

            assertThat(socket.banner()).isEqualTo("Asterisk Call Manager/11.0.0");
        }
    }

    @Test
    void certificateOfNobodyWeTrustIsRefused() throws Exception {
        int port = secure(own);

        assertThat(tlsFailure(port, PATIENT))
                .hasMessageEndingWith("its certificate comes from nobody whom this machine trusts");
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        Certificates other = Certificates.of(folder, "dns:other.example");
        int port = secure(other);

        assertThat(tlsFailure(port, PATIENT.withTls(other.trusting())))
                .hasMessageEndingWith("its certificate is for another name than 127.0.0.1");
    }

    @Test
    void expiredCertificateIsRefused() throws Exception {
        Certificates old =
                Certificates.of(folder, "ip:127.0.0.1", "-startdate", "-10d", "-validity", "2");
        int port = secure(old);

        assertThat(tlsFailure(port, PATIENT.withTls(old.trusting())))
                .hasMessageEndingWith("its certificate has expired");
    }

    @Test
    void certificateOfTomorrowIsRefused() throws Exception {
        Certificates early = Certificates.of(folder, "ip:127.0.0.1", "-startdate", "+10d");
        int port = secure(early);

        assertThat(tlsFailure(port, PATIENT.withTls(early.trusting())))
                .hasMessageContaining("not valid yet");
    }

    @Test
    void plainManagerSpeaksNoTls() {
        ScriptedManager plain = scripted(ScriptedManager.BANNER, action -> "");

        assertThat(tlsFailure(plain.port(), PATIENT)).hasMessageContaining("does not speak TLS");
    }

    @Test
    void tlsManagerIsSilentToThoseWhoSpeakPlain() throws Exception {
        int port = secure(own);

        AmiFailure failure = failure(local(port), SHORT);

        assertThat(failure.step()).isEqualTo(Step.BANNER);
    }

    private int secure(Certificates certificates) throws Exception {
        ScriptedManager manager =
                ScriptedManager.on(
                        certificates.serverSocket(), ScriptedManager.BANNER, action -> "");
        open.add(manager);
        return manager.port();
    }

    private ScriptedManager scripted(
            String greeting, java.util.function.Function<String, String> answers) {
        ScriptedManager manager = ScriptedManager.start(greeting, answers);
        open.add(manager);
        return manager;
    }

    private static LinkOptions waitingForBanner(Duration limit) {
        return new LinkOptions(
                Duration.ofSeconds(60),
                limit,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static PbxAccess local(int port) {
        return new PbxAccess("127.0.0.1", port, "", "", false);
    }

    private static AmiFailure tlsFailure(int port, LinkOptions options) {
        AmiFailure failure = failure(new PbxAccess("127.0.0.1", port, "", "", true), options);
        assertThat(failure.step()).isEqualTo(Step.TLS);
        return failure;
    }

    private static AmiFailure failure(PbxAccess access) {
        return failure(access, PATIENT);
    }

    private static AmiFailure failure(PbxAccess access, LinkOptions options) {
        try (ManagerSocket socket = new ManagerSocket(options)) {
            return catchThrowableOfType(AmiFailure.class, () -> socket.open(access));
        }
    }
}
