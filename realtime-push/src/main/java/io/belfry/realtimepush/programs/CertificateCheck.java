package io.belfry.realtimepush.programs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Whether a certificate can be read and the private key is its own. With the key of another one a
 * server listens all the same, and then nobody can connect.
 */
public final class CertificateCheck {
    /** Any text will do. */
    private static final byte[] TEXT = {1};

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private CertificateCheck() {}

    /** Fails with what is wrong; reads the files beside the event loop. */
    public static Future<Void> of(Vertx vertx, KeyCertOptions files) {
        return vertx.executeBlocking(
                () -> {
                    for (KeyManager each : files.getKeyManagerFactory(vertx).getKeyManagers()) {
                        if (each instanceof X509KeyManager keys) {
                            check(keys);
                        }
                    }
                    return null;
                });
    }

    private static void check(X509KeyManager keys) throws InvalidKeyException {
        for (Map.Entry<String, String> kind : SIGNATURES.entrySet()) {
            String[] aliases = keys.getServerAliases(kind.getKey(), null);
            for (String alias : Optional.ofNullable(aliases).orElseGet(() -> new String[0])) {
                if (!fit(
                        kind.getValue(),
                        keys.getPrivateKey(alias),
                        keys.getCertificateChain(alias)[0].getPublicKey())) {
                    throw new InvalidKeyException("the key is not that of the certificate");
                }
            }
        }
    }

    private static boolean fit(String signature, PrivateKey mine, PublicKey shown) {
        try {
            Signature signing = Signature.getInstance(signature);
            signing.initSign(mine);
            signing.update(TEXT);
            byte[] signed = signing.sign();
            signing.initVerify(shown);
            signing.update(TEXT);
            return signing.verify(signed);
        } catch (GeneralSecurityException e) {
            // of another kind or size
            return false;
        }
    }
}
