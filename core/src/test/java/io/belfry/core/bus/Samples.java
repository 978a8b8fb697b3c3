package io.belfry.core.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a record in which no two values are alike, so that none can be lost or swapped unseen. */
final class Samples {
    private int counter;

    Object of(Class<?> type) {
        return value(type);
    }

    private Object value(Type type) {
        counter++;
        if (type instanceof ParameterizedType generic) {
            return collection(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return "text " + counter + " \"<é\u2028\n";
        }
        if (plain == int.class || plain == Integer.class) {
            return counter;
        }
        if (plain == long.class) {
            return Integer.MAX_VALUE + (long) counter;
        }
        if (plain == boolean.class) {
            return true;
        }
        if (plain == Instant.class) {
            return Instant.parse("2026-11-22T10:00:00.123456Z").plusSeconds(counter);
        }
        if (plain == JsonObject.class) {
            return json();
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[counter % constants.length];
        }
        return plain.isSealed() ? value(plain.getPermittedSubclasses()[0]) : record(plain);
    }

    private JsonObject json() {
        return new JsonObject()
                .put("text", "é " + counter)
                .put("number", counter)
                .put("flag", false)
                .put("nothing", (Object) null)
                .put("list", new JsonArray().add(new JsonObject().put("deep", counter)).add("x"));
    }

    private Object collection(ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            return Map.of((String) value(of[0]), value(of[1]));
        }
        List<Object> all = new ArrayList<>();
        Class<?> element = (Class<?>) of[0];
        if (element.isSealed()) {
            Arrays.stream(element.getPermittedSubclasses()).map(this::value).forEach(all::add);
        } else {
            all.add(value(element));
        }
        return type.getRawType() == Set.class ? Set.copyOf(all) : List.copyOf(all);
    }

    private Object record(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] values =
                Arrays.stream(parts)
                        .map(RecordComponent::getGenericType)
                        .map(this::value)
                        .toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new AssertionError(type.toString(), e);
        }
    }
}
