package io.belfry.agentgateway;

import io.belfry.agentgateway.AgentWindows.Window;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The windows of one agent together with the way to speak to them. Tells a window when it begins or
 * ceases to be the one that acts.
 */
final class OpenPages {
    private final AgentWindows windows = new AgentWindows();
    private final Map<String, Page> pages = new HashMap<>();
    private String leader = "";
    private boolean elsewhere;

    /** A window as far as the desk can see it. */
    interface Page {
        /** Must not be called while the page is full. */
        void send(JsonObject message);

        /** Nothing more can be sent before it has read what it has. */
        boolean isFull();

        /** It was told the whole day at once: that alone does not make it full. */
        void toldAll();
    }

    AgentWindows windows() {
        return windows;
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    boolean isThere(String id) {
        return pages.containsKey(id);
    }

    Optional<Page> find(String id) {
        return Optional.ofNullable(pages.get(id));
    }

    /** Short name of the browser; empty when the window is gone. */
    String product(String id) {
        return windows.find(id).map(Window::product).orElse("");
    }

    /** The new one is not told whether it acts: that stands in its welcome. */
    void greeted(String id, Page page, PageMessage.Hello hello, String product, Instant now) {
        pages.put(id, page);
        windows.greeted(id, hello, product, now);
        if (hello.focused()) {
            windows.focused(id, now);
        }
        String before = leader;
        leader = acting().map(Window::id).orElse("");
        if (!leader.equals(before)) {
            tellLead(before, false);
        }
    }

    void focused(String id, Instant now) {
        windows.focused(id, now);
        lookWhoActs();
    }

    void can(String id, Popups popups) {
        windows.can(id, popups);
        lookWhoActs();
    }

    void gone(String id, Instant now) {
        pages.remove(id);
        windows.gone(id, now);
        lookWhoActs();
    }

    /** The one that acts, among those that read what they are sent. */
    Optional<Window> acting() {
        return windows.acting(id -> !pages.get(id).isFull());
    }

    boolean acts(String id) {
        return !elsewhere && leader.equals(id);
    }

    /** Whether the agent's page that acts is at another node. */
    void actsElsewhere(boolean now) {
        if (elsewhere != now) {
            elsewhere = now;
            tellLead(leader, !now);
        }
    }

    void lookWhoActs() {
        String before = leader;
        leader = acting().map(Window::id).orElse("");
        if (!leader.equals(before)) {
            tellLead(before, false);
            tellLead(leader, !elsewhere);
        }
    }

    void toAll(JsonObject message) {
        toAllBut("", message);
    }

    void toAllBut(String id, JsonObject message) {
        pages.forEach(
                (each, page) -> {
                    if (!each.equals(id) && !page.isFull()) {
                        page.send(message);
                    }
                });
    }

    private void tellLead(String id, boolean acts) {
        find(id).filter(page -> !page.isFull())
                .ifPresent(page -> page.send(ServerMessage.lead(acts)));
    }
}
