package io.belfry.adminweb.openapi;

import java.util.List;

/**
 * An operation as the page shows it.
 *
 * @param id of the description, unique
 * @param method upper case
 * @param path below {@code /api/v1}
 * @param scopes any of which a token needs; empty when none helps
 * @param role that a session needs; empty for everybody
 * @param sends whether it has a body
 * @param fields of the body
 * @param example of the body, as JSON
 */
public record Operation(
        String id,
        String method,
        String path,
        String summary,
        String description,
        List<String> scopes,
        String role,
        List<Parameter> parameters,
        boolean sends,
        List<Field> fields,
        String example,
        List<Answer> answers) {
    /** All operations of a resource. */
    public record Group(String id, String name, String description, List<Operation> operations) {
        public List<Prose.Part> words() {
            return Prose.parts(description);
        }
    }

    /**
     * @param place path, query or header
     * @param usual value that counts when it is not given; empty for none
     */
    public record Parameter(
            String name,
            String place,
            String type,
            String description,
            boolean required,
            String usual) {
        public List<Prose.Part> words() {
            return Prose.parts(description);
        }
    }

    /**
     * @param path with {@code []} for the items of a list
     */
    public record Field(String path, String type, String description, boolean required) {
        public List<Prose.Part> words() {
            return Prose.parts(description);
        }
    }

    /**
     * @param fields of the JSON; empty for something else
     * @param example as JSON; empty for none
     */
    public record Answer(String status, String description, List<Field> fields, String example) {
        public List<Prose.Part> words() {
            return Prose.parts(description);
        }
    }

    public List<Prose.Part> words() {
        return Prose.parts(description);
    }

    /**
     * A command that sends it.
     *
     * @param origin under which the server is reached
     */
    public String curl(String origin) {
        StringBuilder command = new StringBuilder("curl");
        if (!method.equals("GET") && !(method.equals("POST") && sends)) {
            command.append(" -X ").append(method);
        }
        if (!role.isEmpty()) {
            command.append(" -H 'Authorization: Bearer bfy_…'");
        }
        if (sends) {
            command.append(" -H 'Content-Type: application/json'");
        }
        command.append(" '").append(origin).append("/api/v1").append(path).append('\'');
        if (sends) {
            // within single quotes a shell knows no escape: end them, a quote, begin again
            command.append(" -d '").append(example.replace("'", "'\\''")).append('\'');
        }
        return command.toString();
    }
}
