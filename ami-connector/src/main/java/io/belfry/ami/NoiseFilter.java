package io.belfry.ami;

import io.belfry.core.integration.ManagerNoise;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Tells the PBX what not to send: half of a busy manager stream is of no use to anybody. The list
 * is fixed and only excludes; VarSet as a whole is never on it, because any variable may be one
 * that an administrator asks for.
 *
 * <p>Asterisk compares a filter, a POSIX extended expression, with the whole text of an event,
 * {@code Event:} line first; an event is left out when any of the excluding ones matches. That
 * older notation is understood by all versions. {@code [^ -~]} stands for the line ends: an action
 * can not carry them.
 */
final class NoiseFilter {
    private static final String END = "[^ -~]";

    /** Set by Asterisk for itself: quality of the sound, bridge book-keeping, queue statistics. */
    private static final List<String> VARIABLES =
            List.of(
                    "RTP(AUDIO|VIDEO|TEXT)QOS[A-Z]*",
                    "BRIDGEPEER",
                    "BRIDGEPVTCALLID",
                    "PROGRESSTIME(_MS)?",
                    "QUEUE(MAX|STRATEGY|CALLS|HOLDTIME|TALKTIME|COMPLETED|ABANDONED"
                            + "|SRVLEVEL|SRVLEVELPERF)",
                    "LOCAL\\([^)]*\\)");

    static final List<String> EXPRESSIONS =
            List.of(
                    ManagerNoise.EXCLUDED + END,
                    "!^Event: VarSet"
                            + END
                            + ".*"
                            + END
                            + "Variable: ("
                            + String.join("|", VARIABLES)
                            + ")"
                            + END
                            + END
                            + "Value: ");

    private NoiseFilter() {}

    /**
     * @return what to tell the administrator; empty when all is well
     */
    static Future<String> apply(Requests requests, Duration limit) {
        return Future.join(
                        EXPRESSIONS.stream()
                                .map(each -> requests.send(Actions.addFilter(each), limit))
                                .toList())
                .map(all -> all.<AmiAnswer>list())
                .map(NoiseFilter::inWords)
                .otherwise(e -> "goes on unfiltered: the PBX did not answer to our filters");
    }

    private static String inWords(List<AmiAnswer> answers) {
        if (answers.stream().allMatch(AmiAnswer::ok)) {
            return "";
        }
        if (answers.stream().anyMatch(AmiAnswer::isDenied)) {
            return "goes on unfiltered by us: no right to filter;"
                    + " the eventfilter line for manager.conf does the same";
        }
        String words =
                answers.stream()
                        .filter(answer -> !answer.ok())
                        .map(AmiAnswer::message)
                        .findFirst()
                        .orElse("");
        return "goes on unfiltered: " + Printable.of(words, 80);
    }
}
