package io.belfry.ami;

import io.belfry.ami.AmiFailure.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket on which something has said that it is an Asterisk manager. Takes the steps name, TCP,
 * TLS and banner one by one, so that each can fail with words of its own.
 */
final class ManagerSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ManagerSocket.class);
    private static final int MAX_BANNER = 256;
    private static final int MAX_ADDRESSES = 3;

    /** Asterisk writes in bursts; what lies here does not fill its side. */
    private static final int RECEIVE_BUFFER = 512 * 1024;

    /**
     * A server that waits for us to speak first is made to speak; Asterisk would only answer that
     * permission is denied.
     */
    private static final byte[] ANYBODY_THERE =
            "Action: Ping\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LinkOptions options;
    private volatile Socket raw = new Socket();
    private volatile Socket socket = raw;
    private volatile boolean closed;
    private volatile Step step = Step.DNS;
    private byte[] first = {};

    ManagerSocket(LinkOptions options) {
        this.options = options;
    }

    /**
     * @throws AmiFailure whatever is wrong; the socket is closed then
     */
    void open(PbxAccess access) throws AmiFailure {
        try {
            InetAddress[] addresses = resolve(access);
            step = Step.TCP;
            connect(access, addresses);
            step = Step.TLS;
            if (access.tls()) {
                secure(access);
            }
            step = Step.BANNER;
            readBanner(access);
            step = Step.LOGIN;
            socket.setSoTimeout(millis(options.silence()));
        } catch (IOException e) {
            close();
            throw new AmiFailure(
                    Step.BANNER, access.address() + " closed the connection at once", e);
        } catch (AmiFailure e) {
            close();
            throw e;
        }
    }

    private static InetAddress[] resolve(PbxAccess access) throws AmiFailure {
        try {
            return InetAddress.getAllByName(access.host());
        } catch (UnknownHostException e) {
            throw new AmiFailure(Step.DNS, "name not found: " + access.host(), e);
        }
    }

    private void connect(PbxAccess access, InetAddress[] addresses) throws AmiFailure {
        AmiFailure failure = new AmiFailure(Step.DNS, "no address for " + access.host(), null);
        for (InetAddress address :
                Arrays.asList(addresses).subList(0, Math.min(addresses.length, MAX_ADDRESSES))) {
            try {
                connect(new InetSocketAddress(address, access.port()));
                return;
            } catch (IOException e) {
                failure = new AmiFailure(Step.TCP, unreachable(access, e), e);
            }
        }
        throw failure;
    }

    private void connect(InetSocketAddress address) throws IOException {
        Socket fresh = new Socket();
        raw = fresh;
        socket = fresh;
        if (closed) {
            throw new IOException("closed");
        }
        fresh.setReceiveBufferSize(RECEIVE_BUFFER);
        fresh.setTcpNoDelay(true);
        fresh.setKeepAlive(true);
        set(fresh, ExtendedSocketOptions.TCP_KEEPIDLE, 10);
        set(fresh, ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
        set(fresh, ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        try {
            fresh.connect(address, millis(options.connect()));
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private static void set(Socket socket, SocketOption<Integer> option, int value)
            throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }

    private String unreachable(PbxAccess access, IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer from "
                    + access.address()
                    + " within "
                    + options.connect().toSeconds()
                    + " s: switched off, or a firewall swallows it";
        }
        if (e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")) {
            return "nothing listens at " + access.address();
        }
        return access.address() + " can not be reached: " + e.getMessage();
    }

    /** Host name and chain are checked: a password must not go to whoever answers. */
    private void secure(PbxAccess access) throws AmiFailure {
        try {
            SSLSocket tls =
                    (SSLSocket)
                            options.tls().createSocket(socket, access.host(), access.port(), true);
            socket = tls;
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            tls.setSSLParameters(parameters);
            tls.setSoTimeout(millis(options.connect()));
            tls.startHandshake();
            checkDates(tls);
        } catch (IOException e) {
            throw new AmiFailure(Step.TLS, TlsTrouble.inWords(access, e), e);
        }
    }

    /** Java does not, for a certificate that is trusted itself and not through its authority. */
    private static void checkDates(SSLSocket tls) throws IOException {
        try {
            ((X509Certificate) tls.getSession().getPeerCertificates()[0]).checkValidity();
        } catch (CertificateException e) {
            throw new SSLException("out of its dates", e);
        }
    }

    private void readBanner(PbxAccess access) throws IOException, AmiFailure {
        String line = firstLine(options.banner());
        if (line.isEmpty()) {
            socket.getOutputStream().write(ANYBODY_THERE);
            line = firstLine(Duration.ofSeconds(1));
        }
        if (line.isEmpty()) {
            throw new AmiFailure(
                    Step.BANNER,
                    access.address()
                            + " takes connections and says nothing: "
                            + (access.tls() ? "not a manager" : "not a manager, or one with TLS"),
                    null);
        }
        if (!isManager(line)) {
            throw new AmiFailure(
                    Step.BANNER,
                    access.address()
                            + " answers, but is no Asterisk manager: "
                            + Printable.of(line, 60),
                    null);
        }
    }

    private static boolean isManager(String line) {
        return line.startsWith("Asterisk Call Manager")
                || line.startsWith("Asterisk Manager Proxy/");
    }

    /** Reads as much as a first line needs; all of it is kept for who reads after us. */
    private String firstLine(Duration limit) throws IOException {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(millis(limit));
        byte[] buffer = new byte[MAX_BANNER];
        int length = 0;
        try {
            while (length < MAX_BANNER && lineEnd(buffer, length) < 0) {
                int read = in.read(buffer, length, MAX_BANNER - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (SocketTimeoutException e) {
            // whatever came until now has to do
            return keep(buffer, length);
        }
        if (length == 0) {
            throw new IOException("closed before a word was said");
        }
        return keep(buffer, length);
    }

    private String keep(byte[] buffer, int length) {
        first = Arrays.copyOf(buffer, length);
        int end = lineEnd(buffer, length);
        return new String(buffer, 0, end < 0 ? length : end, StandardCharsets.UTF_8).strip();
    }

    private static int lineEnd(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Where it is on its way; from any thread. */
    Step step() {
        return step;
    }

    /** What was read until now, from the banner on. */
    byte[] first() {
        return first;
    }

    String banner() {
        int end = lineEnd(first, first.length);
        return new String(first, 0, Math.max(end, 0), StandardCharsets.UTF_8).strip();
    }

    Socket socket() {
        return socket;
    }

    /** By us. */
    boolean isClosed() {
        return closed;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /**
     * From any thread; who is still in {@link #open} fails then. TLS gets no chance to say
     * good-bye: to a peer that is silent it would wait for ever.
     */
    @Override
    public void close() {
        closed = true;
        try {
            raw.close();
        } catch (IOException e) {
            log.debug("Closing a manager connection: {}", e.toString());
        }
    }
}
