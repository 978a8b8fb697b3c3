package io.belfry.realtimepush;

import java.util.ArrayList;
import java.util.List;

/** Reads RFC 4180 and knows nothing of who wrote it. */
final class CsvReader {
    private CsvReader() {}

    /** As the documentation tells importers to do. */
    static String withoutGuard(String value) {
        boolean guarded =
                value.matches("(?s)'+[=+\\-@\\t\\r\\n\\x00\\uFF1D\\uFF0B\\uFF0D\\uFF20].*");
        return guarded ? value.substring(1) : value;
    }

    static List<List<String>> read(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < csv.length(); at++) {
            char c = csv.charAt(at);
            boolean doubled =
                    quoted && c == '"' && at + 1 < csv.length() && csv.charAt(at + 1) == '"';
            if (doubled) {
                field.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                line.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                field.append(c);
            }
        }
        return lines;
    }
}
