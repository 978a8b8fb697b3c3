package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The columns of the export. Their names are those of the events' fields where there is one, in
 * whatever language the page is; times are UTC.
 */
record CsvColumns(List<String> names, List<Function<RealtimeRow, String>> values) {
    private static final String VARIABLE = "var.";

    /** A name that can stand in a list with commas, of a length that somebody can read. */
    private static final Pattern VARIABLE_NAME = Pattern.compile("[^,\\p{Cc}]{1,64}");

    private static final Map<String, Function<RealtimeRow, String>> OF_PAGE = new LinkedHashMap<>();
    private static final Map<String, Function<RealtimeRow, String>> OF_ROW = new LinkedHashMap<>();

    static {
        OF_ROW.put("id", RealtimeRow::id);
        OF_ROW.put("time", row -> RowJson.time(row.time()));
        OF_ROW.put("integration", RealtimeRow::type);
        Stream.of(
                        "event",
                        "direction",
                        "queue",
                        "agentname",
                        "agentnum",
                        "peer",
                        "callernum",
                        "callername",
                        "callednum",
                        "holdtime",
                        "ringtime",
                        "talktime",
                        "reason",
                        "uniqueid",
                        "pbx")
                .forEach(name -> OF_ROW.put(name, field(name)));
        OF_ROW.put("reference", RealtimeRow::reference);
        OF_ROW.put("url", RealtimeRow::url);
        OF_ROW.put("outcome", RealtimeRow::outcome);

        OF_PAGE.putAll(OF_ROW);
        OF_PAGE.put("agent", row -> joined(row, "agentname", "agentnum"));
        OF_PAGE.put("caller", row -> joined(row, "callername", "callernum"));
        OF_PAGE.put("wait", field("holdtime"));
        OF_PAGE.put("ring", field("ringtime"));
        OF_PAGE.put("talk", field("talktime"));
    }

    /** Whether the table can have this column: one of ours, or a custom variable. */
    static boolean isOfPage(String name) {
        return name.startsWith(VARIABLE)
                ? VARIABLE_NAME.matcher(name.substring(VARIABLE.length())).matches()
                : OF_PAGE.containsKey(name);
    }

    CsvColumns {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /**
     * @param wanted names of the page's or of the row's columns, divided by commas, custom
     *     variables as {@code var.ordernumber}; empty for all; unknown ones are left out
     * @param variables names of the custom variables
     */
    static CsvColumns of(String wanted, List<String> variables) {
        List<String> names =
                wanted.isEmpty()
                        ? Stream.concat(
                                        OF_ROW.keySet().stream(),
                                        variables.stream().map(VARIABLE::concat))
                                .toList()
                        : List.of(wanted.split(","));
        List<String> heads = new ArrayList<>();
        List<Function<RealtimeRow, String>> values = new ArrayList<>();
        for (String name : names) {
            if (OF_PAGE.containsKey(name)) {
                heads.add(name);
                values.add(OF_PAGE.get(name));
            } else if (name.startsWith(VARIABLE)) {
                heads.add(name.substring(VARIABLE.length()));
                values.add(field(name.substring(VARIABLE.length())));
            }
        }
        return new CsvColumns(heads, values);
    }

    String head() {
        return Csv.line(names);
    }

    String line(RealtimeRow row) {
        return Csv.line(values.stream().map(value -> value.apply(row)).toList());
    }

    private static Function<RealtimeRow, String> field(String name) {
        return row -> new CallFields(row.channel()).text(name);
    }

    private static String joined(RealtimeRow row, String first, String second) {
        CallFields call = new CallFields(row.channel());
        return (call.text(first) + " " + call.text(second)).strip();
    }
}
