package io.belfry.core.bus;

/**
 * Somebody follows the story of a call, perhaps at another node than the one where it happens. Said
 * again as long as he does.
 *
 * @param call id of the call
 * @param first he has only just begun: whoever knows its latest steps tells them
 */
public record StoryWanted(String call, boolean first) {}
