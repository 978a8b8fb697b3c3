package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.agentgateway.AgentWindows.Window;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AgentWindowsTest {
    private final AgentWindows windows = new AgentWindows();

    @Test
    void theWindowThatHadTheFocusLastActs() {
        greeted("first", Popups.UNKNOWN, 0);
        greeted("second", Popups.UNKNOWN, 1);
        windows.focused("second", at(2));
        windows.focused("first", at(3));

        var acting = windows.acting();

        assertThat(acting).map(Window::id).hasValue("first");
    }

    @Test
    void withoutAnyFocusTheOneWithAPreparedWindowActs() {
        greeted("prepared", Popups.WORK_WINDOW, 0);
        greeted("later", Popups.UNKNOWN, 1);

        var acting = windows.acting();

        assertThat(acting).map(Window::id).hasValue("prepared");
    }

    @Test
    void amongEqualsTheOneThatCameLastActs() {
        greeted("first", Popups.UNKNOWN, 0);
        greeted("last", Popups.UNKNOWN, 0);

        var acting = windows.acting();

        assertThat(acting).map(Window::id).hasValue("last");
    }

    @Test
    void aWindowThatSaysItIsBlockedActsOnlyWhenThereIsNoOther() {
        greeted("able", Popups.WORK_WINDOW, 0);
        greeted("blocked", Popups.BLOCKED, 1);
        windows.focused("blocked", at(2));

        var both = windows.acting();
        windows.gone("able", at(3));
        var alone = windows.acting();

        assertThat(both).map(Window::id).hasValue("able");
        assertThat(alone).map(Window::id).hasValue("blocked");
    }

    @Test
    void whatAWindowFindsOutLaterCounts() {
        greeted("first", Popups.UNKNOWN, 0);
        greeted("second", Popups.UNKNOWN, 1);

        windows.can("first", Popups.ALLOWED);

        assertThat(windows.acting()).map(Window::id).hasValue("first");
        assertThat(windows.popups()).isEqualTo(Popups.ALLOWED);
    }

    @Test
    void aWindowThatCanNotBeReachedIsPassedOver() {
        greeted("first", Popups.UNKNOWN, 0);
        greeted("second", Popups.UNKNOWN, 1);

        var acting = windows.acting(id -> !id.equals("second"));

        assertThat(acting).map(Window::id).hasValue("first");
    }

    @Test
    void sayingHelloAgainKeepsTheFocus() {
        greeted("first", Popups.UNKNOWN, 0);
        windows.focused("first", at(1));
        greeted("second", Popups.UNKNOWN, 2);

        greeted("first", Popups.UNKNOWN, 3);

        assertThat(windows.acting()).map(Window::id).hasValue("first");
    }

    @Test
    void nobodyActsWhenNoWindowIsOpen() {
        greeted("only", Popups.ALLOWED, 0);

        windows.gone("only", at(7));

        assertThat(windows.acting()).isEmpty();
        assertThat(windows.lastGone()).isEqualTo(at(7));
    }

    @Test
    void tabsOfOneBrowserKnowFromEachOtherAndWhoIsSilentKnowsNothing() {
        Window known = Window.elsewhere("annas-browser");
        Window silent = Window.elsewhere("");

        assertThat(known.knowsWhatWasOpenedBy(Window.elsewhere("annas-browser"))).isTrue();
        assertThat(known.knowsWhatWasOpenedBy(Window.elsewhere("another"))).isFalse();
        assertThat(known.knowsWhatWasOpenedBy(silent)).isFalse();
        assertThat(silent.knowsWhatWasOpenedBy(known)).isFalse();
        assertThat(silent.knowsWhatWasOpenedBy(Window.elsewhere(""))).isFalse();
    }

    private void greeted(String id, Popups popups, int second) {
        windows.greeted(
                id, new PageMessage.Hello(0, "", popups, false, ""), "Chrome 1", at(second));
    }

    private static Instant at(int second) {
        return Samples.TEN.plusSeconds(second);
    }
}
