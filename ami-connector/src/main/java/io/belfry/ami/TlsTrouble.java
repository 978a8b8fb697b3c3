package io.belfry.ami;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why a TLS handshake failed, in words that say what to mend. */
final class TlsTrouble {
    private static final int MAX_CAUSES = 10;

    private TlsTrouble() {}

    static String inWords(PbxAccess access, IOException failure) {
        String where = access.address();
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            String words = certificate(access, cause);
            if (!words.isEmpty()) {
                return where + ": " + words;
            }
        }
        if (causes.stream().anyMatch(each -> message(each).startsWith("PKIX path"))) {
            return where + ": its certificate comes from nobody whom this machine trusts";
        }
        if (isNotTls(failure)) {
            return where
                    + " does not speak TLS: switch TLS off here, or on in manager.conf"
                    + " (tlsenable, usually port 5039)";
        }
        return where + ": TLS failed: " + Printable.of(message(failure), 120);
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
    }

    private static String certificate(PbxAccess access, Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "its certificate has expired";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "its certificate is not valid yet, or a clock is wrong";
        }
        String message = message(cause);
        if (message.startsWith("No subject alternative")
                || message.startsWith("No name matching")) {
            return "its certificate is for another name than " + access.host();
        }
        if (message.contains("protocol_version") || message.contains("handshake_failure")) {
            return "it offers no TLS 1.2 or newer that we could agree on";
        }
        return "";
    }

    /** Plain text where a handshake should be, or no word at all. */
    private static boolean isNotTls(IOException failure) {
        return failure instanceof SocketTimeoutException
                || failure instanceof EOFException
                || failure instanceof SocketException
                || failure instanceof SSLException && !(failure instanceof SSLHandshakeException);
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
