package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Originate, Hangup, Redirect and QueueWithdrawCaller, with the checks and the words of Asterisk.
 */
final class CallActions {
    private static final Pattern CALLER_ID =
            Pattern.compile("\\s*\"?([^\"<]*?)\"?\\s*<([^>]*)>\\s*");

    private final ManagedPbx pbx;

    CallActions(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void register(ActionTable table) {
        table.add("Hangup", "system,call", "Hangup channel.", this::hangup);
        table.add("Redirect", "call", "Redirect (transfer) a call.", this::redirect);
        table.add("Originate", "originate", "Originate a call.", this::originate);
        table.add(
                "QueueWithdrawCaller",
                "",
                "Request to withdraw a caller from the queue back to the dialplan.",
                this::withdraw);
    }

    /** A recorded channel cannot be ended; it is answered all the same, since it is there. */
    private void hangup(ActionRequest request) {
        String channel = request.get("Channel");
        if (channel.isEmpty()) {
            request.error("No channel specified");
        } else if (pbx.state().channel(channel).isEmpty()) {
            request.error("No such channel");
        } else {
            request.ack("Channel Hungup");
            pbx.calls().hangup(channel, number(request.get("Cause")));
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    }

    private void redirect(ActionRequest request) {
        String channel = request.get("Channel");
        if (channel.isEmpty()) {
            request.error("Channel not specified");
        } else if (!request.get("Priority").isEmpty() && !request.get("Priority").matches("\\d+")) {
            request.error("Invalid priority");
        } else if (pbx.state().channel(channel).isEmpty()) {
            request.error("Channel does not exist: " + channel);
        } else {
            boolean moved =
                    pbx.calls().redirect(channel, request.get("Context"), request.get("Exten"));
            answerRedirect(request, moved);
        }
    }

    /** A recorded channel goes its recorded way. */
    private static void answerRedirect(ActionRequest request, boolean moved) {
        if (moved) {
            request.ack("Redirect successful");
        } else {
            request.error("Redirect failed");
        }
    }

    private void originate(ActionRequest request) {
        String wrong = whatIsWrong(request);
        if (!wrong.isEmpty()) {
            request.error(wrong);
        } else if (isTrue(request.get("Async"))) {
            request.ack("Originate successfully queued");
            if (!pbx.calls().originate(dial(request), result -> respond(request, result))) {
                respond(
                        request,
                        new CallControl.Originated(false, 0, request.get("Channel"), "<unknown>"));
            }
        } else if (!pbx.calls()
                .originate(dial(request), result -> synchronousAnswer(request, result))) {
            request.error("Originate failed");
        }
    }

    /** In the order in which Asterisk checks; empty if nothing is wrong. */
    private static String whatIsWrong(ActionRequest request) {
        if (request.get("Channel").isEmpty()) {
            return "Channel not specified";
        }
        if (!request.get("Timeout").isEmpty() && !request.get("Timeout").matches("\\d+")) {
            return "Invalid timeout";
        }
        if (request.get("Channel").indexOf('/') < 0) {
            return "Invalid channel";
        }
        boolean complete =
                Stream.of("Exten", "Context", "Priority")
                        .noneMatch(name -> request.get(name).isEmpty());
        return complete ? "" : "Originate with 'Exten' requires 'Context' and 'Priority'";
    }

    private static void synchronousAnswer(ActionRequest request, CallControl.Originated result) {
        if (result.answered()) {
            request.ack("Originate successfully queued");
        } else {
            request.error("Originate failed");
        }
    }

    private static boolean isTrue(String word) {
        return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("yes") || word.equals("1");
    }

    private static CallControl.Dial dial(ActionRequest request) {
        Matcher caller = CALLER_ID.matcher(request.get("CallerID"));
        boolean named = caller.matches();
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : request.headers().getAll("Variable")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return new CallControl.Dial(
                request.get("Channel"),
                request.get("Context"),
                request.get("Exten"),
                named ? caller.group(2) : request.get("CallerID"),
                named ? caller.group(1) : "",
                variables);
    }

    private void respond(ActionRequest request, CallControl.Originated result) {
        AmiEvent.Builder event = AmiEvent.of("OriginateResponse", Privilege.CALL);
        if (!request.actionId().isEmpty()) {
            event.with("ActionID", request.actionId());
        }
        CallControl.Dial dial = dial(request);
        pbx.publish(
                event.with("Response", result.answered() ? "Success" : "Failure")
                        .with("Channel", result.channel())
                        .with("Context", dial.context())
                        .with("Exten", dial.extension())
                        .with("Reason", result.reason())
                        .with("Uniqueid", result.uniqueid())
                        .with("CallerIDNum", known(dial.callerNumber()))
                        .with("CallerIDName", known(dial.callerName()))
                        .build());
    }

    private static String known(String value) {
        return value.isEmpty() ? "<unknown>" : value;
    }

    private void withdraw(ActionRequest request) {
        String queue = request.get("Queue");
        String caller = request.get("Caller");
        if (queue.isEmpty() || caller.isEmpty()) {
            request.error("Need 'Queue' and 'Caller' parameters.");
        } else if (pbx.state().queue(queue).isEmpty()) {
            request.error("Could not withdraw caller: No such queue");
        } else if (pbx.calls().withdraw(queue, caller, request.get("WithdrawInfo"))) {
            request.ack("Withdraw requested successfully");
        } else {
            request.error("Could not withdraw caller: No such caller");
        }
    }
}
