package io.belfry.core.bus;

/**
 * An administrator wants a PBX on a certain node; it goes there, and stays as long as that node
 * lives.
 *
 * @param node name of the node; empty for wherever there is room
 */
public record MovePbx(String pbx, String node) {}
