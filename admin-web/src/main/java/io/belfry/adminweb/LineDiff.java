package io.belfry.adminweb;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What differs between two texts, line by line. */
final class LineDiff {
    /** Lines before and behind a change that are shown with it. */
    private static final int AROUND = 3;

    /**
     * Time grows with the product of what was added and removed; beyond it we look less closely.
     */
    private static final int MOST_LINES = 2_000;

    /**
     * A line of the difference.
     *
     * @param kind {@code same}, {@code added}, {@code removed} or {@code gap} where lines that are
     *     the same are left out
     * @param before its number in the first text, from 1; 0 when it is not in it
     * @param after its number in the second text, from 1; 0 when it is not in it
     */
    public record Line(String kind, int before, int after, String text) {
        /** For those who do not see the colour. */
        public String sign() {
            return switch (kind) {
                case "added" -> "+";
                case "removed" -> "−";
                case "gap" -> "⋯";
                default -> "";
            };
        }

        JsonObject json() {
            return new JsonObject()
                    .put("kind", kind)
                    .put("before", before)
                    .put("after", after)
                    .put("text", text);
        }
    }

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();
    private int left;
    private int right;

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Of two texts; empty when they are the same. */
    static List<Line> between(String before, String after) {
        return between(before.lines().toList(), after.lines().toList());
    }

    /** Of two lists of lines; empty when they are the same. */
    static List<Line> between(List<String> before, List<String> after) {
        return before.equals(after) ? List.of() : new LineDiff(before, after).all();
    }

    static JsonArray json(List<Line> lines) {
        JsonArray array = new JsonArray();
        lines.forEach(line -> array.add(line.json()));
        return array;
    }

    private List<Line> all() {
        if (before.size() > MOST_LINES || after.size() > MOST_LINES) {
            coarse();
        } else {
            fine();
        }
        same(before.size() - left);
        removedFirst();
        return shortened();
    }

    /** What took the place of something stands below it. */
    private void removedFirst() {
        int from = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || lines.get(i).kind().equals("same")) {
                lines.subList(from, i).sort(Comparator.comparing(each -> each.before() == 0));
                from = i + 1;
            }
        }
    }

    private void fine() {
        List<AbstractDelta<String>> deltas =
                DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>()).getDeltas();
        for (AbstractDelta<String> delta : deltas) {
            if (delta.getType() != DeltaType.EQUAL) {
                same(delta.getSource().getPosition() - left);
                removed(delta.getSource().size());
                added(delta.getTarget().size());
            }
        }
    }

    /** Everything between the first and the last line that differ. */
    private void coarse() {
        int most = Math.min(before.size(), after.size());
        int head = 0;
        while (head < most && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        same(head);
        removed(before.size() - head - tail);
        added(after.size() - head - tail);
    }

    private void same(int count) {
        for (int i = 0; i < count; i++) {
            lines.add(new Line("same", ++left, ++right, before.get(left - 1)));
        }
    }

    private void removed(int count) {
        for (int i = 0; i < count; i++) {
            lines.add(new Line("removed", ++left, 0, before.get(left - 1)));
        }
    }

    private void added(int count) {
        for (int i = 0; i < count; i++) {
            lines.add(new Line("added", 0, ++right, after.get(right - 1)));
        }
    }

    /** Without what is far from every change. */
    private List<Line> shortened() {
        List<Boolean> near = new ArrayList<>(Collections.nCopies(lines.size(), false));
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).kind().equals("same")) {
                int from = Math.max(0, i - AROUND);
                int to = Math.min(lines.size(), i + AROUND + 1);
                Collections.fill(near.subList(from, to), true);
            }
        }
        List<Line> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (near.get(i)) {
                shown.add(lines.get(i));
            } else if (i == 0 || near.get(i - 1)) {
                shown.add(new Line("gap", 0, 0, ""));
            }
        }
        return shown;
    }
}
