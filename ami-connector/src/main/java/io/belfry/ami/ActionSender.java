package io.belfry.ami;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.asteriskjava.manager.ManagerConnection;
import org.asteriskjava.manager.action.AbstractManagerAction;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;

/** Sends our actions through asterisk-java and puts its answers into our words. */
final class ActionSender {
    private ActionSender() {}

    static CompletionStage<AmiAnswer> send(ManagerConnection connection, AmiAction action) {
        CompletableFuture<AmiAnswer> answer = new CompletableFuture<>();
        try {
            connection.sendAction(new PlainAction(action), response -> complete(answer, response));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static void complete(CompletableFuture<AmiAnswer> answer, ManagerResponse response) {
        if (response == null) {
            answer.completeExceptionally(new IOException("the connection was lost"));
        } else {
            answer.complete(answer(response));
        }
    }

    private static AmiAnswer answer(ManagerResponse response) {
        Map<String, String> values = new HashMap<>();
        response.getAttributes().forEach((name, value) -> values.put(name, text(value)));
        String message = response.getMessage() == null ? "" : response.getMessage();
        return new AmiAnswer(!(response instanceof ManagerError), message, values);
    }

    /** A header that came more than once is a list there. */
    private static String text(Object value) {
        if (value instanceof Collection<?> lines) {
            return String.join("\n", lines.stream().map(String::valueOf).toList());
        }
        return String.valueOf(value);
    }

    /** asterisk-java reads actions by reflection, so it has to be public. */
    public static final class PlainAction extends AbstractManagerAction {
        private static final long serialVersionUID = 1L;
        private final String name;
        private final LinkedHashMap<String, String> headers;

        PlainAction(AmiAction action) {
            this.name = action.name();
            this.headers = new LinkedHashMap<>(action.headers());
        }

        @Override
        public String getAction() {
            return name;
        }

        /** What is found under this name is written as it is. */
        public Map<String, String> getAttributes() {
            return headers;
        }
    }
}
