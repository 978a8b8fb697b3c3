package io.belfry.realtimepush;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comma-separated values after RFC 4180, every field quoted, lines ended by CR LF. A field that a
 * spreadsheet would take for a formula gets an apostrophe in front; one that looks so already gets
 * one more, so the original can always be told: take one apostrophe from a field that is
 * apostrophes and then a formula character. A telephone number, {@code +390255512345}, is only a
 * number to a spreadsheet, and stays as it is.
 */
final class Csv {
    /** Spreadsheets need it to see that the file is UTF-8. */
    static final String BYTE_ORDER_MARK = "\uFEFF";

    /** ASCII and full-width forms; tab, CR, LF and NUL lead to formulas in some programs. */
    private static final Pattern LIKE_A_FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\\x00\\uFF1D\\uFF0B\\uFF0D\\uFF20]", Pattern.DOTALL);

    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+[0-9]+");

    private Csv() {}

    static String line(List<String> values) {
        return values.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(String value) {
        boolean danger =
                LIKE_A_FORMULA.matcher(value).lookingAt() && !PHONE_NUMBER.matcher(value).matches();
        String safe = danger ? "'" + value : value;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
