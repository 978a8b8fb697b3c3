package io.belfry.core.store;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Draft;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.PbxConfig;

/** One step of a save. */
public sealed interface Edit {
    Thing thing();

    record PutIntegration(Kept<Integration> kept) implements Edit {
        @Override
        public Thing thing() {
            return Thing.INTEGRATION;
        }
    }

    record PutDraft(Kept<Draft> kept) implements Edit {
        @Override
        public Thing thing() {
            return Thing.DRAFT;
        }
    }

    record PutVariable(Kept<CustomVariable> kept) implements Edit {
        @Override
        public Thing thing() {
            return Thing.VARIABLE;
        }
    }

    record PutAgent(Kept<AgentEntry> kept) implements Edit {
        @Override
        public Thing thing() {
            return Thing.AGENT;
        }
    }

    record PutPbx(Kept<PbxConfig> kept) implements Edit {
        @Override
        public Thing thing() {
            return Thing.PBX;
        }
    }

    record Remove(Thing thing, String id) implements Edit {}
}
