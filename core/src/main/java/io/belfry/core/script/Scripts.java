package io.belfry.core.script;

import io.belfry.core.call.CallEvent.Kind;
import java.util.List;

/** What the engine needs of the scripts. May be called on any thread and never waits. */
public interface Scripts {
    /** Where no scripts are run. */
    Scripts NONE =
            new Scripts() {
                @Override
                public void announce(List<ScriptCode> codes) {}

                @Override
                public boolean mayHandle(ScriptCode code, Kind kind) {
                    return false;
                }

                @Override
                public void run(ScriptCall call, ScriptEvents events) {}

                @Override
                public void pause(String integrationId, String why) {}
            };

    /** These are the scripts of the settings now: they are made ready before the first call. */
    void announce(List<ScriptCode> codes);

    /** False when it is known that the script has no handler for events of this kind. */
    boolean mayHandle(ScriptCode code, Kind kind);

    /** Calls the handlers of an event, behind those of the same order that wait already. */
    void run(ScriptCall call, ScriptEvents events);

    /** Stops calling this script for a while. */
    void pause(String integrationId, String why);
}
