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
    private static final String QUEUES = "QueueStatusComplete";
    private static final Set<String> LISTED = Set.of(CHANNEL, CHANNELS, MEMBER, ENTRY, QUEUES);

    private final Kinship kinship;
    private final List<Message> part;
    private boolean begun;
    private boolean channelsEnded;
    private boolean queuesEnded;
    private int all;
    private int ours;

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
        all = 0;
        ours = 0;
    }

    void take(Message message) {
        if (!begun) {
            begun = true;
            // what counts is when the first line of the list came, whoever it was about
            part.add(Message.of(message.at(), MEMBER, List.of()));
        }
        switch (message.type()) {
            case CHANNEL -> channel(message);
            case MEMBER -> {
                if (kinship.isQueue(message.get("Queue"))) {
                    part.add(message);
                }
            }
            case ENTRY -> {
                if (kinship.holds(message)) {
                    part.add(message);
                }
            }
            case CHANNELS -> channelsEnded(message);
            default -> {
                queuesEnded = true;
                part.add(message);
            }
        }
        if (channelsEnded && queuesEnded) {
            restart();
        }
    }

    private void channel(Message message) {
        all++;
        if (kinship.holds(message)) {
            ours++;
            part.add(message);
        }
    }

    private void channelsEnded(Message message) {
        String said = message.get("ListItems");
        boolean whole = !said.matches("\\d{1,9}") || Integer.parseInt(said) == all;
        int count = whole ? ours : ours + 1;
        part.add(
                message.with(
                        (name, value) ->
                                name.equals("ListItems") ? Integer.toString(count) : value));
        channelsEnded |= whole;
        all = 0;
        ours = 0;
    }
}
