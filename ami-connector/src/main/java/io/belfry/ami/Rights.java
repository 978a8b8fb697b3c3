package io.belfry.ami;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a manager user may do, as far as it can be found out without doing harm. ListCommands names
 * the actions that he may send; which events he may read can only be asked for with a right that he
 * should not have, else it shows when events come.
 *
 * @param actions in lower case
 * @param write classes of manager.conf that these actions prove
 * @param read classes of manager.conf; all of them when {@code readKnown}, else those seen
 */
record Rights(Set<String> actions, Set<String> write, Set<String> read, boolean readKnown) {
    private static final Pattern CLASSES = Pattern.compile("\\(Priv: ([^)]*)\\)\\s*$");
    private static final Pattern READ = Pattern.compile("read perm:\\s*(\\S+)");

    private static final String LIST_CHANNELS = "coreshowchannels";

    /** With these a stolen password runs programs on the PBX. */
    private static final List<String> DANGEROUS = List.of("command", "config", "system", "agi");

    private static final List<String> NEEDED_TO_READ = List.of("call", "agent");

    Rights {
        actions = Set.copyOf(actions);
        write = Set.copyOf(write);
        read = Set.copyOf(read);
    }

    /**
     * @param commands answer to ListCommands
     * @param user answer to {@code manager show user}, empty when it could not be asked for
     * @param seen types of the events that came
     */
    static Rights of(AmiAnswer commands, String user, Set<AmiType> seen) {
        Set<String> actions = new LinkedHashSet<>();
        Set<String> write = new LinkedHashSet<>();
        commands.values()
                .forEach(
                        (action, text) -> {
                            Matcher priv = CLASSES.matcher(text);
                            if (priv.find()) {
                                actions.add(action);
                                write.addAll(proven(priv.group(1)));
                            }
                        });
        if (actions.contains(LIST_CHANNELS) && !write.contains("system")) {
            // it takes one of the two
            write.add("reporting");
        }
        Matcher perm = READ.matcher(user);
        return perm.find()
                ? new Rights(actions, write, Set.of(perm.group(1).split(",")), true)
                : new Rights(actions, write, classesOf(seen), false);
    }

    /** An action of two classes is listed for either. */
    private static List<String> proven(String priv) {
        List<String> classes =
                Arrays.stream(priv.split(","))
                        .filter(each -> !each.equals("all") && !each.equals("<none>"))
                        .toList();
        return classes.size() == 1 ? classes : List.of();
    }

    private static Set<String> classesOf(Set<AmiType> seen) {
        return seen.stream()
                .map(Rights::classOf)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The class of each event, as its Privilege header says. */
    private static String classOf(AmiType type) {
        if (EnumSet.range(AmiType.QUEUE_CALLER_JOIN, AmiType.QUEUE_MEMBER_STATUS).contains(type)) {
            return "agent";
        }
        return switch (type) {
            case FULLY_BOOTED, SHUTDOWN -> "system";
            case VAR_SET -> "dialplan";
            default -> type.isListed() ? "" : "call";
        };
    }

    boolean canListChannels() {
        return actions.contains(LIST_CHANNELS);
    }

    boolean canReadVariables() {
        return actions.contains("getvar");
    }

    /** Nothing that is needed is known to be missing. */
    boolean isEnough() {
        return canListChannels() && (!readKnown || read.containsAll(NEEDED_TO_READ));
    }

    /** For the administrator, with what to write into manager.conf. */
    String inWords() {
        List<String> words = new ArrayList<>();
        missing(words);
        excess(words);
        if (words.isEmpty()) {
            words.add("enough, and not too much");
        }
        words.add("write = " + sorted(write));
        words.add(readInWords());
        return String.join("; ", words);
    }

    private void missing(List<String> words) {
        if (!canListChannels()) {
            words.add(
                    "missing: reporting in write; without it calls that begin while Belfry is away"
                            + " stay unknown");
        }
        if (!canReadVariables()) {
            words.add(
                    "missing: call or reporting in write; without it custom variables are known"
                            + " only when their events come");
        }
        if (readKnown) {
            NEEDED_TO_READ.stream()
                    .filter(name -> !read.contains(name))
                    .forEach(name -> words.add("missing: " + name + " in read"));
            if (!read.contains("dialplan")) {
                words.add("missing: dialplan in read; without it custom variables come late");
            }
        }
    }

    private void excess(List<String> words) {
        String excess =
                DANGEROUS.stream().filter(write::contains).collect(Collectors.joining(", "));
        if (!excess.isEmpty()) {
            words.add(
                    "more than is good: "
                            + excess
                            + " in write; who gets this password can change the PBX"
                            + (write.contains("system")
                                    ? " (system is used for filters only)"
                                    : ""));
        }
    }

    private String readInWords() {
        if (readKnown) {
            return "read = " + sorted(read);
        }
        return "read: "
                + (read.isEmpty() ? "" : sorted(read) + " seen; ")
                + "the rest can not be asked for and shows when calls come"
                + " (needed: system,call,agent,user,dialplan)";
    }

    private static String sorted(Set<String> classes) {
        return classes.stream().sorted().collect(Collectors.joining(","));
    }
}
