package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A condition inside a rule's document. */
final class ConditionDocument {
    private static final int LONGEST_VALUE = 1_000;
    private static final Set<String> FIELDS = Set.of("field", "op", "value");
    private static final List<String> WORDS =
            Arrays.stream(Operator.values())
                    .flatMap(each -> Stream.of(each.word(false), each.word(true)))
                    .toList();
    private static final List<String> WEEKDAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private ConditionDocument() {}

    static Condition read(DocumentReader reader, Set<String> fields) {
        reader.allow(FIELDS);
        String field = reader.requiredLine("field", VariableDocument.LONGEST);
        if (!field.isEmpty() && !fields.contains(field)) {
            reader.error(
                    "field", "unknown field \"" + field + "\"" + Suggestion.hint(field, fields));
        }
        String word = reader.requiredLine("op", 40);
        Optional<Operator> operator = Operator.of(word);
        if (!word.isEmpty() && operator.isEmpty()) {
            reader.error("op", "unknown operator \"" + word + "\"" + Suggestion.hint(word, WORDS));
        }
        String value = reader.text("value", LONGEST_VALUE);
        operator.flatMap(op -> problem(field, op, value))
                .ifPresent(problem -> reader.error("value", problem));
        return new Condition(
                field, operator.orElse(Operator.EQUALS), Operator.isNegated(word), value);
    }

    private static Optional<String> problem(String field, Operator operator, String value) {
        if (value.isBlank() && operator != Operator.EQUALS && operator != Operator.EXISTS) {
            return Optional.of("must not be empty");
        }
        return switch (operator) {
            case MATCHES -> SafePattern.problem(value);
            case GREATER, LESS -> orderProblem(field, value);
            case EQUALS, IN -> wordsProblem(field, value);
            case CONTAINS, STARTS_WITH, ENDS_WITH, EXISTS -> Optional.empty();
        };
    }

    private static Optional<String> orderProblem(String field, String value) {
        if (field.equals("time")) {
            return isTimeOfDay(value)
                    ? Optional.empty()
                    : Optional.of("must be a time of day, 08:30");
        }
        return value.strip().matches("-?[0-9]{1,15}(\\.[0-9]{1,6})?")
                ? Optional.empty()
                : Optional.of("must be a number");
    }

    /** Days have few names, and a wrong one would never hold without anybody knowing why. */
    private static Optional<String> wordsProblem(String field, String value) {
        if (field.equals("time")
                && !Arrays.stream(value.split(",")).allMatch(ConditionDocument::isTimeOfDay)) {
            return Optional.of("must be a time of day, 08:30");
        }
        if (!field.equals("weekday")) {
            return Optional.empty();
        }
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(day -> !WEEKDAYS.contains(day))
                .findFirst()
                .map(
                        day ->
                                "unknown day \""
                                        + day
                                        + "\"; the days are "
                                        + String.join(", ", WEEKDAYS));
    }

    private static boolean isTimeOfDay(String value) {
        return value.strip().matches("([01][0-9]|2[0-3]):[0-5][0-9]");
    }

    static JsonObject json(Condition condition) {
        return new JsonObject()
                .put("field", condition.field())
                .put("op", condition.op())
                .put("value", condition.value());
    }
}
