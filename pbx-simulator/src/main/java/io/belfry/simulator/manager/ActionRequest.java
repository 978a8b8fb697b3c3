package io.belfry.simulator.manager;

import io.belfry.simulator.ami.Headers;
import java.util.Map;

/**
 * One action of one client, and the ways to answer it. Lines are written in the order in which
 * Asterisk writes them.
 */
final class ActionRequest {
    private final ManagerSession session;
    private final Headers headers;

    ActionRequest(ManagerSession session, Headers headers) {
        this.session = session;
        this.headers = headers;
    }

    ManagerSession session() {
        return session;
    }

    Headers headers() {
        return headers;
    }

    String get(String name) {
        return headers.get(name);
    }

    String actionId() {
        return get("ActionID");
    }

    /** The line with the client's ActionID, or nothing if it gave none. */
    String idLine() {
        return actionId().isEmpty() ? "" : "ActionID: " + actionId() + "\r\n";
    }

    void ack(String message) {
        success("Message: " + message);
    }

    void error(String message) {
        respond("Error", "Message: " + message);
    }

    void success(String... lines) {
        respond("Success", lines);
    }

    void respond(String response, String... lines) {
        StringBuilder text = new StringBuilder("Response: " + response + "\r\n" + idLine());
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        session.write(text.append("\r\n").toString());
    }

    /** Starts an answer that consists of events. */
    Listing list(String message) {
        return new Listing(message);
    }

    /** Collects the events of a list; {@link #complete} sends them all at once. */
    final class Listing {
        private final StringBuilder text = new StringBuilder();
        private int items;

        private Listing(String message) {
            text.append("Response: Success\r\n").append(idLine());
            text.append("EventList: start\r\nMessage: ").append(message).append("\r\n\r\n");
        }

        /** An item with the ActionID as its second line. */
        void idFirst(String event, Map<String, String> lines) {
            start(event).append(idLine());
            end(lines);
        }

        /** An item with the ActionID as its last line. */
        void idLast(String event, Map<String, String> lines) {
            start(event);
            append(lines);
            text.append(idLine()).append("\r\n");
        }

        private StringBuilder start(String event) {
            items++;
            return text.append("Event: ").append(event).append("\r\n");
        }

        private void end(Map<String, String> lines) {
            append(lines);
            text.append("\r\n");
        }

        private void append(Map<String, String> lines) {
            lines.forEach(
                    (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        }

        int items() {
            return items;
        }

        void complete(String event, Map<String, String> more) {
            text.append("Event: ").append(event).append("\r\n").append(idLine());
            text.append("EventList: Complete\r\nListItems: ").append(items).append("\r\n");
            end(more);
            session.write(text.toString());
        }
    }
}
