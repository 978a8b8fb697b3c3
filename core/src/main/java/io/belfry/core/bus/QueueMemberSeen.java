package io.belfry.core.bus;

/**
 * A PBX named a member of a queue (QueueMember, QueueMemberAdded). Who is in no directory becomes a
 * discovered agent.
 *
 * @param member the interface as the queue names it
 * @param name the queue's MemberName, empty when it has none
 * @param stateInterface the device whose state counts; empty or equal to the member when there is
 *     none of its own
 */
public record QueueMemberSeen(
        String pbx, String queue, String member, String name, String stateInterface) {}
