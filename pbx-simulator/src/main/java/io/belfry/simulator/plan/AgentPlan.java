package io.belfry.simulator.plan;

/**
 * A person with a phone: {@code device} is the interface without technology ({@code
 * andrea.bianco}).
 */
public record AgentPlan(String name, String number, String device) {}
