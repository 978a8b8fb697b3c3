package io.belfry.ami.recorder;

import java.util.List;
import java.util.Set;

/**
 * The lists of a snapshot with the lines of one call: a list that was whole stays whole, one that
 * was not does not become it.
 */
final class ListCut {
    private static final String CHANNEL = "CoreShowChannel";
    private static final String CHANNELS = "CoreShowChannelsComplete";
    private static final String MEMBER = "QueueMember";
    private static final String ENTRY = "QueueEntry";
    private static final String PARAMS = "QueueParams";
    private static final String QUEUES = "QueueStatusComplete";
    private static final Set<String> LISTED =
            Set.of(CHANNEL, CHANNELS, PARAMS, MEMBER, ENTRY, QUEUES);

    private final Kinship kinship;
    private final List<Message> part;
    private boolean begun;
    private boolean channelsEnded;
    private boolean queuesEnded;
    private final Count channels = new Count();
    private final Count queues = new Count();

    ListCut(Kinship kinship, List<Message> part) {
        this.kinship = kinship;
        this.part = part;
    }

    static boolean isListed(Message message) {
        return LISTED.contains(message.type());
    }

    /** What came of a list before is worth nothing. */
    void restart() {
        begun = false;
        channelsEnded = false;
        queuesEnded = false;
        channels.restart();
        queues.restart();
    }

    void take(Message message) {
        if (!begun) {
            begun = true;
            // what counts is when the first line of the list came, whoever it was about
            part.add(Message.of(message.at(), MEMBER, List.of()));
            queues.ours++;
        }
        switch (message.type()) {
            case CHANNEL -> channel(message);
            case PARAMS -> queues.all++;
            case MEMBER -> queue(message, kinship.isQueue(message.get("Queue")));
            case ENTRY -> queue(message, kinship.holds(message));
            case CHANNELS -> channelsEnded |= ended(message, channels);
            default -> queuesEnded |= ended(message, queues);
        }
        if (channelsEnded && queuesEnded) {
            restart();
        }
    }

    private void channel(Message message) {
        channels.all++;
        if (kinship.holds(message)) {
            channels.ours++;
            part.add(message);
        }
    }

    private void queue(Message message, boolean isOurs) {
        queues.all++;
        if (isOurs) {
            queues.ours++;
            part.add(message);
        }
    }

    private boolean ended(Message message, Count count) {
        String said = message.get("ListItems");
        boolean whole = !said.matches("\\d{1,9}") || Integer.parseInt(said) == count.all;
        int items = whole ? count.ours : count.ours + 1;
        part.add(
                message.with(
                        (name, value) ->
                                name.equals("ListItems") ? Integer.toString(items) : value));
        count.restart();
        return whole;
    }

    /** Lines of a list: all that came, and those in the part. */
    private static final class Count {
        private int all;
        private int ours;

        private void restart() {
            all = 0;
            ours = 0;
        }
    }
}
