package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts what a client sends into messages, as tolerant and as limited as Asterisk: lines end with LF
 * or CR LF, an empty line ends the message, a line may have {@value #LINE_LIMIT} bytes, a message
 * {@value #HEADER_LIMIT} lines. A message that breaks a limit is discarded and answered with an
 * error; the connection goes on.
 */
final class MessageReader {
    static final int LINE_LIMIT = 1024;
    static final int HEADER_LIMIT = 128;

    private final byte[] line = new byte[LINE_LIMIT];
    private final List<String> lines = new ArrayList<>();
    private final Consumer<Incoming> onMessage;
    private int length;
    private String error = "";

    /**
     * A complete message, or the reason why it was discarded; {@code raw} is what stood on the
     * lines.
     */
    record Incoming(Headers headers, String raw, String error) {}

    MessageReader(Consumer<Incoming> onMessage) {
        this.onMessage = onMessage;
    }

    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                endLine();
            } else {
                add(next);
            }
        }
    }

    /**
     * When the buffer is full, what was read of the line is lost and its rest counts as the next
     * line.
     */
    private void add(byte next) {
        line[length++] = next;
        if (length == LINE_LIMIT) {
            error = "Failed to parse message: line too long";
            length = 0;
        }
    }

    private void endLine() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        length = 0;
        if (text.isEmpty()) {
            endMessage();
        } else if (lines.size() < HEADER_LIMIT) {
            lines.add(text);
        } else {
            error = "Too many lines in message or allocation failure";
        }
    }

    private void endMessage() {
        Incoming message = new Incoming(Headers.ofLines(lines), String.join("\n", lines), error);
        lines.clear();
        error = "";
        onMessage.accept(message);
    }
}
