package io.belfry.adminweb;

/**
 * Whether pages can open at an agent, as a badge: state is icon, word and colour, never colour
 * alone.
 *
 * @param look class of the badge
 * @param icon of the sprite
 * @param word key of the text
 */
public record PopupState(String look, String icon, String word) {
    /**
     * @param popups a word of {@link io.belfry.core.bus.Presence.Online}, {@code offline}, or
     *     anything else for not known
     */
    static PopupState of(String popups) {
        return switch (popups) {
            case "allowed" -> new PopupState("badge-good", "check", "admin.popups.allowed");
            case "work_window" -> new PopupState("badge-good", "window", "admin.popups.window");
            case "blocked" -> new PopupState("badge-trouble", "triangle", "admin.popups.blocked");
            case "unknown" -> new PopupState("badge-ringing", "clock", "admin.popups.unknown");
            case "offline" -> new PopupState("", "off", "admin.popups.offline");
            default -> new PopupState("", "info", "admin.popups.notknown");
        };
    }
}
