package io.belfry.core.integration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Templates as the engine fills them in: what passes here does not fail when it rings. */
public final class CheckedTemplates implements Templates {
    @Override
    public Optional<String> urlProblem(String template, Set<String> fields) {
        return inWords(UrlTemplate.check(template, Fields.of(fields)));
    }

    @Override
    public Optional<String> textProblem(String template, Set<String> fields) {
        return inWords(TextTemplate.check(template, Fields.of(fields)));
    }

    /** All at once, so that nobody mends one mistake and then meets the next. */
    private static Optional<String> inWords(List<TemplateProblem> problems) {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        problems.stream()
                                .map(TemplateProblem::message)
                                .distinct()
                                .collect(Collectors.joining("; ")));
    }
}
