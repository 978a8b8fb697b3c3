package io.belfry.core.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A select that is put together from the filters that somebody chose. */
final class Query {
    private static final int MOST = 200;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    Query where(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A value that a condition names. */
    Query value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Names the value in the condition as {@code #{name}}. */
    Query where(String condition, String name, Object value) {
        return value(name, value).where(condition);
    }

    /** An empty list matches nothing. */
    Query whereIn(String column, String name, List<String> wanted) {
        return where(in(column, name, wanted));
    }

    /**
     * The condition of {@link #whereIn} as a part of another. The last one is named again until
     * their number is a power of two: so there are few statements, and the database knows them.
     */
    String in(String column, String name, List<String> wanted) {
        if (wanted.isEmpty()) {
            return "1 = 0";
        }
        int last = wanted.size() - 1;
        List<String> places = new ArrayList<>();
        for (int i = 0; i < wanted.size() || Integer.bitCount(i) != 1; i++) {
            values.put(name + i, wanted.get(Math.min(i, last)));
            places.add("#{" + name + i + "}");
        }
        return column + " in (" + String.join(", ", places) + ")";
    }

    /**
     * The column, which is in lower case, contains the text; signs of SQL patterns mean nothing.
     */
    Query whereContains(String column, String name, String text) {
        String escaped =
                text.toLowerCase(Locale.ROOT)
                        .replace("!", "!!")
                        .replace("%", "!%")
                        .replace("_", "!_");
        return where(column + " like #{" + name + "} escape '!'", name, "%" + escaped + "%");
    }

    Query whereBehind(Cursor cursor, String time) {
        values.put("cursor_time", cursor.time());
        values.put("cursor_id", cursor.id());
        return where(
                "(%s < #{cursor_time} or (%s = #{cursor_time} and id < #{cursor_id}))"
                        .formatted(time, time));
    }

    /** One row more than wanted is read: whether there is one says whether the list goes on. */
    String newestFirst(String select, String time, int limit) {
        values.put("most", within(limit) + 1);
        return select(select) + " order by " + time + " desc, id desc limit #{most}";
    }

    String select(String select) {
        return conditions.isEmpty()
                ? select
                : select + " where " + String.join(" and ", conditions);
    }

    static int within(int limit) {
        return Math.max(1, Math.min(MOST, limit));
    }

    Map<String, Object> values() {
        return values;
    }
}
