package io.belfry.simulator.ami;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one message in their order. As in Asterisk, names know no case and the first line of
 * a name wins.
 */
public record Headers(List<Header> all) {
    public Headers {
        all = List.copyOf(all);
    }

    /** Reads lines that have a colon; what has none is not a header and is left out. */
    public static Headers ofLines(Iterable<String> lines) {
        List<Header> found = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                found.add(new Header(line.substring(0, colon), valueAfter(line, colon)));
            }
        }
        return new Headers(found);
    }

    private static String valueAfter(String line, int colon) {
        int start = colon + 1;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        return line.substring(start);
    }

    /** The first value of that name, or the empty string. */
    public String get(String name) {
        for (Header header : all) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return "";
    }

    public boolean has(String name) {
        return all.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    public List<String> getAll(String name) {
        return all.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    public List<String> names() {
        return all.stream().map(Header::name).toList();
    }
}
