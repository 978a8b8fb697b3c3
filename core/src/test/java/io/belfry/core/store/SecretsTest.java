package io.belfry.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final Secrets SECRETS = Secrets.of(key(1));

    @TempDir Path dir;

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return key;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "horse", "pässwörd 日本 :v1:", "\"\n'"})
    void whatWasSealedOpensAgain(String clear) {
        String sealed = SECRETS.seal(clear);

        assertThat(SECRETS.open(sealed)).isEqualTo(clear);
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTimeAndCanNotBeRead() {
        String once = SECRETS.seal("correct horse");

        assertThat(SECRETS.seal("correct horse")).isNotEqualTo(once);
        assertThat(once).startsWith("v1:").doesNotContain("horse");
    }

    @Test
    void anotherKeyIsRefusedWithBothNamesAndAWayOut() {
        String sealed = SECRETS.seal("horse");
        String keyId = sealed.split(":")[1];

        assertThatThrownBy(() -> Secrets.of(key(2)).open(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(keyId)
                .hasMessageContaining("restore secret.key")
                .hasMessageNotContaining("horse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "horse", "v1:x", "v2:%s:AAAA", "v1:%s:", "v1:%s:AAAA", "v1:%s:%%"})
    void whatIsNoSealedTextIsRefused(String text) {
        String keyId = SECRETS.seal("").split(":")[1];

        assertThatThrownBy(() -> SECRETS.open(text.replace("%s", keyId)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("horse");
    }

    @Test
    void aChangedTextIsRefused() {
        String sealed = SECRETS.seal("horse");
        char last = sealed.charAt(sealed.length() - 3);
        String changed =
                sealed.substring(0, sealed.length() - 3)
                        + (last == 'A' ? 'B' : 'A')
                        + sealed.substring(sealed.length() - 2);

        assertThatThrownBy(() -> SECRETS.open(changed)).hasMessageContaining("damaged");
    }

    @Test
    void theKeyIsMadeOnceAndIsForItsOwnerOnly() throws IOException {
        String sealed = Secrets.ofDirectory(dir.resolve("new")).seal("horse");

        Path file = dir.resolve("new").resolve("secret.key");
        assertThat(Secrets.ofDirectory(dir.resolve("new")).open(sealed)).isEqualTo("horse");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNoKeyIsNeitherUsedNorReplaced() throws IOException {
        Path file = Files.writeString(dir.resolve("secret.key"), "horse");

        assertThatThrownBy(() -> Secrets.ofDirectory(dir))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("horse");
        assertThat(file).hasContent("horse");
    }

    @Test
    void itPrintsOnlyWhichKeyItIs() {
        assertThat(SECRETS.toString()).matches("key [0-9a-f]{8}");
    }
}
