package io.belfry.launcher;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
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
    private static final X500Name AUTHORITY = new X500Name("CN=belfry cluster");
    private static final X500Name NODE = new X500Name("CN=belfry node");
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

    /** The certificate that this node shows, signed with the key that all nodes share. */
    KeyCertOptions keyCert() {
        try {
            PrivateKey key = privateKey();
            return new PemKeyCertOptions()
                    .addCertValue(pem("CERTIFICATE", certificate(NODE, false)))
                    .addKeyValue(pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate can be made from the secret", e);
        }
    }

    /**
     * The authority is that key: each node makes its certificate anew, and what counts in it, name
     * and public key, is always the same.
     */
    TrustOptions trust() {
        try {
            return new PemTrustOptions()
                    .addCertValue(pem("CERTIFICATE", certificate(AUTHORITY, true)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate can be made from the secret", e);
        }
    }

    private byte[] certificate(X500Name subject, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        AUTHORITY,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(VALID)),
                        subject,
                        publicKey())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .build(
                        new JcaContentSignerBuilder("SHA256withECDSA")
                                .setProvider(PROVIDER)
                                .build(privateKey()))
                .getEncoded();
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC", PROVIDER)
                .generatePrivate(new ECPrivateKeySpec(number(), curve()));
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
}
