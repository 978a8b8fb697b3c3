package io.belfry.core.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not lie readable in the database (AES-256-GCM). A sealed text says with which key
 * it was made, {@code v1:KEYID:BASE64}; the key lies in a file outside of the database. The clear
 * text is in no message and no log.
 */
public final class Secrets {
    public static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORMAT = "v1";

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final String keyId;

    private Secrets(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        this.keyId = HexFormat.of().formatHex(Arrays.copyOf(sha256(key), 4));
    }

    /**
     * @param key 32 bytes
     * @throws IllegalArgumentException for another length
     */
    public static Secrets of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key must have " + KEY_BYTES + " bytes");
        }
        return new Secrets(key.clone());
    }

    /**
     * The key in {@code secret.key} of the data directory, made at the first start and readable by
     * its owner only. Blocks for a few file operations.
     *
     * @throws UncheckedIOException when the file can be neither read nor made
     * @throws IllegalStateException when it is no key file
     */
    public static Secrets ofDirectory(Path dataDir) {
        Path file = dataDir.resolve("secret.key");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataDir);
                create(file);
            }
            return new Secrets(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("can not read or make the key file " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text =
                (Base64.getEncoder().encodeToString(key) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, ownerOnly())) {
            out.write(ByteBuffer.wrap(text));
            // what is sealed with it is saved at once; the key must not be lost before
            out.force(true);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] read(Path file) throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below, without a word of the content
        }
        throw new IllegalStateException(
                file
                        + " is no key file of ours: restore it from a backup, or remove it and enter"
                        + " all PBX secrets again");
    }

    /** The same text is sealed differently each time. */
    public String seal(String clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce)
                            .doFinal(clear.getBytes(StandardCharsets.UTF_8));
            ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length);
            all.put(nonce).put(sealed);
            return FORMAT + ":" + keyId + ":" + Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /**
     * @throws IllegalStateException when it was sealed with another key or was changed; the message
     *     says what to do
     */
    public String open(String sealed) {
        String[] parts = sealed.split(":", 3);
        if (parts.length != 3 || !parts[0].equals(FORMAT)) {
            throw new IllegalStateException("this is no sealed secret: enter it again");
        }
        if (!parts[1].equals(keyId)) {
            throw new IllegalStateException(
                    "the secret was sealed with key %s and this server has key %s: restore secret.key, or enter the secret again"
                            .formatted(parts[1], keyId));
        }
        try {
            byte[] all = Base64.getDecoder().decode(parts[2]);
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] clear =
                    cipher(Cipher.DECRYPT_MODE, nonce)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(clear, StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new IllegalStateException("the sealed secret was damaged: enter it again", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        // a sealed text of another format can not be passed off as one of this
        cipher.updateAAD(FORMAT.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Only which key it is. */
    @Override
    public String toString() {
        return "key " + keyId;
    }
}
