package io.belfry.core.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Reads what programs send, strictly, and says where it stops making sense. */
final class JsonBody {
    /** Deep enough for every rule, too shallow to exhaust a stack. */
    private static final int MAX_DEPTH = 50;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /**
     * @throws Problem 400 with line and column
     */
    static JsonObject parse(Buffer body) {
        if (body == null || body.length() == 0) {
            throw Problem.badRequest("The body is empty; a JSON object is expected.");
        }
        try {
            Map<String, Object> object = MAPPER.readValue(body.getBytes(), OBJECT);
            if (object == null) {
                throw Problem.badRequest("The body is null; a JSON object is expected.");
            }
            return new JsonObject(object);
        } catch (JsonProcessingException e) {
            throw Problem.badRequest(explain(e));
        } catch (IOException e) {
            throw Problem.badRequest("The body is not UTF-8 text.");
        }
    }

    private static String explain(JsonProcessingException e) {
        String where =
                e.getLocation() == null
                        ? ""
                        : "line "
                                + e.getLocation().getLineNr()
                                + ", column "
                                + e.getLocation().getColumnNr()
                                + ": ";
        return "The body is not a JSON object: " + where + words(e);
    }

    /** Jackson speaks of Java types and of its own switches, which help no one out there. */
    private static String words(JsonProcessingException e) {
        String said = String.valueOf(e.getOriginalMessage());
        if (said.startsWith("Cannot deserialize") || said.contains("java.")) {
            return "it is something else, or more than one";
        }
        String first = said.lines().findFirst().orElse("it makes no sense");
        int advice = first.indexOf(": enable");
        return advice < 0 ? first : first.substring(0, advice);
    }
}
