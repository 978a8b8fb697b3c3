package io.belfry.core.command;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What programs and scripts ask for, by the original's names: {@code AgentCTI}, {@code
 * AgentCTINotification}, {@code RealtimeCTI}. A command that exists has been checked.
 */
public sealed interface Command {
    /** Names as they travel. */
    String OPEN_PAGE = "AgentCTI";

    String NOTIFY = "AgentCTINotification";
    String PUSH_ROW = "RealtimeCTI";

    List<String> NAMES = List.of(OPEN_PAGE, NOTIFY, PUSH_ROW);

    /** One of {@link #NAMES}. */
    String name();

    /**
     * {@code wakeup(url, peer, mode)}.
     *
     * @param url checked http or https address
     * @param agent address of the agent, see {@code AgentDirectory.find}
     */
    record OpenPage(String url, String agent, OpenMode mode) implements Command {
        @Override
        public String name() {
            return OPEN_PAGE;
        }
    }

    /** {@code notification(peer, type, title, body)}; title and body are not both empty. */
    record Notify(String agent, Notice.Level level, String title, String body) implements Command {
        @Override
        public String name() {
            return NOTIFY;
        }
    }

    /**
     * {@code pushevent(appname, data, reference, url)}.
     *
     * @param type appname of the integration
     * @param channel the call object as it came; must not be changed
     * @param reference of the record in the customer's application; empty for none
     * @param url checked http or https address; empty for none
     */
    record PushRow(String type, JsonObject channel, String reference, String url)
            implements Command {
        @Override
        public String name() {
            return PUSH_ROW;
        }
    }

    /** What came of reading one. */
    sealed interface Read {}

    /**
     * @param remarks what was understood otherwise than it was written; for the sender to read
     */
    record Good(Command command, List<String> remarks) implements Read {
        public Good {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * @param fields what is wrong, by field; {@code command} when the name itself is
     */
    record Refused(Map<String, String> fields) implements Read {
        public Refused {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** All of it in one line: {@code url: must not be empty; peer: must be text}. */
        public String words() {
            return String.join(
                    "; ",
                    fields.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
        }
    }

    /**
     * Reads and checks a command as it came from outside. Numbers are taken as text: references and
     * numbers of agents often are numbers in the sender's language.
     *
     * @param name one of {@link #NAMES}; another is refused
     */
    static Read read(String name, JsonObject data) {
        return new CommandReader(data).read(name);
    }
}
