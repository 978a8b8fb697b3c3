package io.belfry.simulator.calls;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call to be made.
 *
 * @param scenario a name for the journal
 * @param from who calls: the number outside, or the device of the agent ({@code
 *     PJSIP/andrea.bianco})
 * @param name the caller's name as the network shows it, possibly a hostile one, possibly empty
 * @param dialled the number that is called: a queue's, a direct one ({@code 5} and the agent's
 *     number), or for an agent {@code 9} and the number outside, or another agent's number
 * @param variables of the channel; {@code ordernumber} and {@code customerid} take the places that
 *     the recorded dialplan has for them, others are set beside them
 */
public record CallOrder(
        String scenario,
        String from,
        String name,
        String dialled,
        Map<String, String> variables,
        Script script) {
    public CallOrder {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    public static CallOrder inbound(
            String scenario, String number, String name, String did, Script script) {
        return new CallOrder(scenario, number, name, did, Map.of(), script);
    }

    /** An agent dials. */
    public static CallOrder outbound(
            String scenario, String device, String dialled, Script script) {
        return new CallOrder(scenario, device, "", dialled, Map.of(), script);
    }

    public CallOrder with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(variable, value);
        return new CallOrder(scenario, from, name, dialled, more, script);
    }

    boolean byAgent() {
        return from.indexOf('/') >= 0;
    }
}
