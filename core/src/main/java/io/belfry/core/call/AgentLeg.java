package io.belfry.core.call;

/**
 * An agent and the leg of the call that goes to him.
 *
 * @param name agent's full name: from the directory, else the queue's member name
 * @param number agent's own number: from the directory, else the user part of the device
 * @param peer the interface as the queue names it, {@code PJSIP/anna} or {@code
 *     Local/1001@agents/n}
 * @param device the real device once known: the peer itself, or what rings behind a Local channel;
 *     empty until then
 * @param uniqueid Uniqueid of the leg; empty when it is not known
 */
public record AgentLeg(String name, String number, String peer, String device, String uniqueid) {
    /** An event that is about nobody in particular. */
    public static final AgentLeg NONE = new AgentLeg("", "", "", "", "");

    /** Whether both go to one agent, who may have several phones. */
    public boolean isOfSameAgent(AgentLeg other) {
        return peer.equals(other.peer)
                || !number.isEmpty() && number.equals(other.number) && name.equals(other.name);
    }

    /** The peer without its technology, as the original's {@code sipname}. */
    public String sipname() {
        return peer.substring(peer.indexOf('/') + 1);
    }
}
