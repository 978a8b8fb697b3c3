package io.belfry.adminweb.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent;
import io.belfry.core.command.Command;
import io.belfry.core.integration.Operator;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.web.Role;
import io.belfry.core.web.Scope;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the description lists the only words that there are, the program has the same ones. */
class DescribedWordsTest {
    /** Words that no enum of the program has; they are in its answers one by one. */
    private static final Set<String> WITHOUT_ENUM =
            Set.of(
                    "DifferenceLine.kind",
                    "ScriptResult.console.level",
                    "ScriptResult.state",
                    "ShuttleProposal.notes.level");

    @Test
    void listedWordsAreThoseOfTheProgram() {
        Map<String, Set<String>> described = new TreeMap<>();
        for (String file : Description.RESOURCES) {
            Description.read(file)
                    .getJsonObject("schemas")
                    .forEach(each -> collect(each.getKey(), each.getValue(), described));
        }
        described.keySet().removeAll(WITHOUT_ENUM);

        assertThat(described).isEqualTo(new TreeMap<>(ofTheProgram()));
    }

    private static Map<String, Set<String>> ofTheProgram() {
        Set<String> commands = new TreeSet<>(Command.NAMES);
        commands.add("fetch");
        return Map.of(
                "TraceLine.step", words(TraceLine.Step.values(), DescribedWordsTest::lower),
                "EventName", words(CallEvent.Kind.values(), CallEvent.Kind::word),
                "Outcome.outcome", words(Delivery.Outcome.values(), Delivery.Outcome::word),
                "Condition.op", operators(),
                "Mode", words(OpenMode.values(), OpenMode::word),
                "Level", words(Notice.Level.values(), Notice.Level::word),
                "PbxState.status", words(PbxState.Status.values(), DescribedWordsTest::lower),
                "Scope", words(Scope.values(), Scope::word),
                // agents are no users
                "User.role",
                        words(
                                EnumSet.complementOf(EnumSet.of(Role.AGENT)).toArray(Role[]::new),
                                DescribedWordsTest::lower),
                "ScriptResult.commands.name", commands);
    }

    private static Set<String> operators() {
        return Arrays.stream(Operator.values())
                .flatMap(each -> Stream.of(each.word(false), each.word(true)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> Set<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @param name of the schema, and of the fields on the way
     */
    private static void collect(String name, Object value, Map<String, Set<String>> found) {
        if (!(value instanceof JsonObject schema)) {
            return;
        }
        if (schema.containsKey("enum")) {
            found.put(
                    name, words(schema.getJsonArray("enum").stream().toArray(), Object::toString));
        }
        collect(name, schema.getValue("items"), found);
        schema.getJsonObject("properties", new JsonObject())
                .forEach(each -> collect(name + "." + each.getKey(), each.getValue(), found));
    }
}
