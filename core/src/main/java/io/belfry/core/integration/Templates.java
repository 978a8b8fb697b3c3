package io.belfry.core.integration;

import java.util.Optional;
import java.util.Set;

/** Says what is wrong with a template before it is saved, so that nothing fails when it rings. */
public interface Templates {
    /** For what was checked when it was saved. */
    Templates UNCHECKED =
            new Templates() {
                @Override
                public Optional<String> urlProblem(String template, Set<String> fields) {
                    return Optional.empty();
                }

                @Override
                public Optional<String> textProblem(String template, Set<String> fields) {
                    return Optional.empty();
                }
            };

    /**
     * @param fields names that may stand in braces
     * @return what to mend in a template of a http or https address; empty when it is good
     */
    Optional<String> urlProblem(String template, Set<String> fields);

    /**
     * @return what to mend in a template of plain text; empty when it is good
     */
    Optional<String> textProblem(String template, Set<String> fields);
}
