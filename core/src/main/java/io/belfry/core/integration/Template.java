package io.belfry.core.integration;

import java.util.List;

/**
 * A template cut into its parts: what address and text templates have in common. Its syntax is all
 * there is: names and fixed filters, nothing is ever evaluated.
 *
 * @param problems empty when it can be used
 */
record Template(List<Part> parts, List<TemplateProblem> problems) {
    Template {
        parts = List.copyOf(parts);
        problems = List.copyOf(problems);
    }

    /** A piece of the template; position is its index in the source. */
    sealed interface Part {
        int position();
    }

    /** Stands there as it is; doubled braces are single ones already. */
    record Text(int position, String text) implements Part {}

    /** Where a value goes. */
    record Placeholder(int position, int length, String field, List<Step> filters) implements Part {
        Placeholder {
            filters = List.copyOf(filters);
        }

        String value(EventFields event) {
            String value = event.text(field);
            for (Step step : filters) {
                value = step.filter().apply(value, step.argument(), event.zone());
            }
            return value;
        }

        boolean uses(TemplateFilter filter) {
            return filters.stream().anyMatch(step -> step.filter() == filter);
        }
    }

    /** One filter with what stands behind its colon. */
    record Step(TemplateFilter filter, String argument) {}

    /** Names of the fields that it uses, in order, once each. */
    List<String> fields() {
        return placeholders().stream().map(Placeholder::field).distinct().toList();
    }

    List<Placeholder> placeholders() {
        return parts.stream()
                .filter(Placeholder.class::isInstance)
                .map(Placeholder.class::cast)
                .toList();
    }

    /** Names that no event has, each with what may have been meant. */
    List<TemplateProblem> unknown(Fields fields) {
        return placeholders().stream()
                .filter(placeholder -> !fields.knows(placeholder.field()))
                .map(placeholder -> unknown(placeholder, fields))
                .toList();
    }

    private static TemplateProblem unknown(Placeholder placeholder, Fields fields) {
        String name = "{" + placeholder.field() + "}";
        String suggestion =
                fields.nearest(placeholder.field()).map(near -> "{" + near + "}").orElse("");
        return new TemplateProblem(
                placeholder.position(),
                placeholder.length(),
                suggestion.isEmpty()
                        ? "there is no field " + name
                        : "there is no field " + name + ", did you mean " + suggestion + "?",
                suggestion);
    }
}
