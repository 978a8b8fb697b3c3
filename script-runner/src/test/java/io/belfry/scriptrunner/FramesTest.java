package io.belfry.scriptrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static Frames reading(byte[] bytes) {
        return new Frames(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }

    private static byte[] frame(int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length).putInt(length).put(bytes).array();
    }

    @Test
    void aFrameIsReadAsItWasWritten() throws IOException {
        Map<String, Object> frame =
                Map.of(
                        "text",
                        "è \" \u2028 \n \uD83D\uDE00",
                        "number",
                        1L << 40,
                        "flag",
                        true,
                        "list",
                        List.of(Map.of("deep", "x"), "y"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        new Frames(InputStream.nullInputStream(), bytes).write(frame);

        assertThat(reading(bytes.toByteArray()).read()).isEqualTo(frame);
    }

    @Test
    void whatIsNoFrameIsRefused() {
        assertThatThrownBy(() -> reading(frame(Frames.LONGEST + 1, "{}")).read())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reading(frame(-1, "{}")).read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reading(frame(2, "[]")).read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reading(frame(4, "null")).read()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reading(frame(8, "{\"a\":1")).read())
                .isInstanceOf(IOException.class);
    }

    @Test
    void theEndOfTheInputIsTold() {
        assertThatThrownBy(() -> reading(new byte[0]).read()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reading(frame(10, "{}")).read()).isInstanceOf(EOFException.class);
    }
}
