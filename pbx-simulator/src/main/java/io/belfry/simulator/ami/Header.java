package io.belfry.simulator.ami;

/** One line of a message: {@code Name: value}. Names may repeat; an empty value is allowed. */
public record Header(String name, String value) {}
