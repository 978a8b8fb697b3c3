package io.belfry.realtimepush;

import io.belfry.core.bus.RowRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Which row a request writes. Same integration, non-empty reference and uniqueid is the same row;
 * else the same request is. Made from those alone, so a repetition, another node or a restarted
 * server comes to the same id without looking anything up.
 */
final class RowId {
    private static final int BYTES = 15;

    private RowId() {}

    static String of(RowRequest request) {
        if (!request.reference().isBlank()) {
            String uniqueid = new CallFields(request.channel()).text("uniqueid");
            return digest("reference", request.integration(), request.reference(), uniqueid);
        }
        String once = request.id().isEmpty() ? UUID.randomUUID().toString() : request.id();
        return digest("request", once);
    }

    /** Lengths go in too, so that no two lists of parts read the same. */
    private static String digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
            }
            byte[] head = Arrays.copyOf(sha.digest(), BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(head);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
