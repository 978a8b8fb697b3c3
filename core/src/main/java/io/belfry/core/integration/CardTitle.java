package io.belfry.core.integration;

import io.belfry.core.call.CallEvent;

/** Whom a card names: the other side of the call, short and on one line. */
public final class CardTitle {
    private CardTitle() {}

    public static String of(EventFields fields) {
        return of(fields.text("callednum"), fields.text("callernum"), fields.text("callername"));
    }

    public static String of(CallEvent event) {
        return of(event.callednum(), event.call().caller().number(), event.call().caller().name());
    }

    private static String of(String called, String callernum, String callername) {
        String title =
                called.isEmpty()
                        ? Comparison.readable(callernum) + " " + Comparison.readable(callername)
                        : Comparison.readable(called);
        return title.isBlank() ? "anonymous" : title.strip();
    }
}
