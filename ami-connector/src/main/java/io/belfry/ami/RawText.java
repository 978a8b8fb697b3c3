package io.belfry.ami;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Events in the words of the manager interface, with the headers that we use: for what did not come
 * as bytes.
 */
final class RawText {
    private RawText() {}

    static byte[] of(List<AmiEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> add(text, event));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(StringBuilder text, AmiEvent event) {
        line(text, "Event", event.type().word());
        for (AmiField field : AmiField.values()) {
            if (event.has(field)) {
                line(text, field.word(), event.get(field));
            }
        }
        event.channelVariables().forEach(each -> line(text, "ChanVariable", each));
        text.append("\r\n");
    }

    /** A value can hold a line feed, but not the end of a line. */
    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value.replace("\r\n", "\n")).append("\r\n");
    }
}
