package io.belfry.adminweb;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Marks of forms that were sent, the newest of them. A mark that was forgotten, or that another
 * node took, counts as new.
 */
final class Used {
    private final int most;
    private final Set<String> marks = new LinkedHashSet<>();

    Used(int most) {
        this.most = most;
    }

    synchronized boolean isUsed(String mark) {
        return marks.contains(mark);
    }

    synchronized void use(String mark) {
        if (marks.add(mark) && marks.size() > most) {
            marks.remove(marks.iterator().next());
        }
    }
}
