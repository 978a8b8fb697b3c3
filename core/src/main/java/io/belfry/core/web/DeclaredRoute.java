package io.belfry.core.web;

/**
 * A route as it was mounted, for tests that walk over all of them.
 *
 * @param method of HTTP, upper case
 * @param path as declared, with its {@code :parameters}
 * @param permit who may use it
 */
public record DeclaredRoute(String method, String path, Permit permit) {
    /** What people need. */
    public Access access() {
        return permit.access();
    }

    /** Whether a request for this path comes to it. */
    boolean isAt(String asked) {
        String[] mine = path.split("/", -1);
        String[] theirs = asked.split("/", -1);
        if (mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].startsWith(":") && !mine[i].equals(theirs[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether it belongs to the interface for programs. */
    public boolean isRest() {
        return path.startsWith(Site.REST);
    }
}
