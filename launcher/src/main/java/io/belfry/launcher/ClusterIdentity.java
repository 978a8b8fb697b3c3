package io.belfry.launcher;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What all nodes have in common because they have the same {@code cluster.secret}: a name, a key
 * for the secrets in the database, and a pair of keys by which they know each other. Each use has a
 * key of its own (HMAC-SHA256 over its name, as RFC 5869 expands), so that none tells of another.
 */
final class ClusterIdentity {
    private static final Duration VALID = Duration.ofDays(3_650);
    private static final int NAME_BYTES = 8;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final String secret;

    ClusterIdentity(String secret) {
        this.secret = secret;
    }

    /** Of the cluster; tells nothing of the secret. */
    String name() {
        return "belfry-" + HexFormat.of().formatHex(Arrays.copyOf(derive("name"), NAME_BYTES));
    }

    /** For what is sealed in the database. */
    byte[] sealingKey() {
        return derive("secrets");
    }

    /** The certificate that this node shows, for the pair of keys that all nodes share. */
    KeyCertOptions keyCert() {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC", PROVIDER)
                            .generatePrivate(new ECPrivateKeySpec(number(), curve()));
            PublicKey shared = publicKey();
            Instant now = Instant.now();
            X500Name name = new X500Name("CN=belfry");
            X509CertificateHolder holder =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    new BigInteger(64, new SecureRandom()),
                                    Date.from(now.minus(Duration.ofDays(1))),
                                    Date.from(now.plus(VALID)),
                                    name,
                                    shared)
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .setProvider(PROVIDER)
                                            .build(key));
            return new PemKeyCertOptions()
                    .addCertValue(pem("CERTIFICATE", holder.getEncoded()))
                    .addKeyValue(pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate can be made from the secret", e);
        }
    }

    /** Believes who shows the shared key, whatever else stands in his certificate. */
    TrustOptions trust() {
        try {
            return TrustOptions.wrap(new Shared(publicKey().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no elliptic curves", e);
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        ECNamedCurveParameterSpec curve = curve();
        ECPoint point = curve.getG().multiply(number()).normalize();
        return KeyFactory.getInstance("EC", PROVIDER)
                .generatePublic(new ECPublicKeySpec(point, curve));
    }

    private static ECNamedCurveParameterSpec curve() {
        return ECNamedCurveTable.getParameterSpec("secp256r1");
    }

    /** From 1 to the order of the curve; 64 bytes, so that no number is likelier than another. */
    private BigInteger number() {
        byte[] wide = new byte[64];
        System.arraycopy(derive("bus-1"), 0, wide, 0, 32);
        System.arraycopy(derive("bus-2"), 0, wide, 32, 32);
        BigInteger order = curve().getN();
        return new BigInteger(1, wide).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    private byte[] derive(String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return mac.doFinal(("belfry cluster " + use).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    private static Buffer pem(String what, byte[] der) {
        return Buffer.buffer(
                "-----BEGIN "
                        + what
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + what
                        + "-----\n");
    }

    private record Shared(byte[] key) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        /** That he has the private key, too, is what the handshake proves. */
        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !Arrays.equals(chain[0].getPublicKey().getEncoded(), key)) {
                throw new CertificateException("not a node of this cluster");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
