package io.belfry.core.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that can not be answered as asked, in words for the person who asked. Thrown or failed
 * with anywhere below a route, it becomes the one error shape of the REST interface, or a page.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> fields;

    /**
     * @param status of HTTP
     * @param code for programs, like {@code not_found}
     * @param message for people; never what an exception of somebody else says
     * @param fields what is wrong with each field; empty when it is not about fields
     */
    public Problem(int status, String code, String message, Map<String, String> fields) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        // a copy that keeps the order, which is that of the form
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Problem badRequest(String message) {
        return new Problem(400, "bad_request", message, Map.of());
    }

    public static Problem forbidden(String message) {
        return new Problem(403, "forbidden", message, Map.of());
    }

    public static Problem notFound(String message) {
        return new Problem(404, "not_found", message, Map.of());
    }

    /** Somebody else was faster, or the thing is in use. */
    public static Problem conflict(String message) {
        return new Problem(409, "conflict", message, Map.of());
    }

    /** Understood, and refused: each field says why. */
    public static Problem invalid(Map<String, String> fields) {
        return new Problem(422, "invalid", "Some fields are not right.", fields);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> fields() {
        return fields == null ? Map.of() : fields;
    }
}
