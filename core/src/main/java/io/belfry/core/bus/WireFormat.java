package io.belfry.core.bus;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallMemory;
import io.belfry.core.call.OutboundMemory;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What our messages look like between nodes, and what is kept of live calls: {@code
 * {"v":1,"type":"Ringing","body":{…}}}. Only the types of the table below can come out of it,
 * whatever a stranger sends, and no null in them: fields that a newer node adds are skipped by an
 * older one, texts and lists that an older one does not have are empty, anything else that is
 * missing is refused.
 */
public final class WireFormat {
    private static final int VERSION = 1;

    /** By the simple name, which no two may share. */
    private static final Map<String, Class<?>> TYPES =
            Stream.of(
                            records(CallEvent.class),
                            records(ConfigAnswer.class),
                            List.of(
                                    ConfigAnnounced.class,
                                    LoggedUpTo.class,
                                    ClusterQuery.class,
                                    ClusterReport.class,
                                    NodeFigures.class,
                                    MovePbx.class,
                                    MovedPbx.class,
                                    SessionEnded.class,
                                    TokenRevoked.class,
                                    SessionWord.class,
                                    SessionAnswer.class,
                                    ConfigQuery.class,
                                    ConfigChange.class,
                                    DocumentsQuery.class,
                                    Documents.class,
                                    QueueMemberSeen.class,
                                    UndoWord.class,
                                    UndoAnswer.class,
                                    PbxTest.class,
                                    PbxTestResult.class,
                                    PbxStatesQuery.class,
                                    PbxStates.class,
                                    RecordingQuery.class,
                                    Recording.class,
                                    RowRequest.class,
                                    ScriptTrial.class,
                                    ScriptReport.class,
                                    ScriptLine.class,
                                    ScriptCommand.class,
                                    ScriptStatesQuery.class,
                                    ScriptState.class,
                                    ScriptStates.class,
                                    ResumeScript.class,
                                    PresenceQuery.class,
                                    Presence.class,
                                    SeatsQuery.class,
                                    SeatNews.class,
                                    HandOver.class,
                                    HandedOver.class,
                                    Configuration.class,
                                    PbxState.class,
                                    RealtimeRow.class,
                                    StoryWanted.class,
                                    TraceLine.class,
                                    Delivery.class,
                                    Notice.class,
                                    ScreenPop.class,
                                    CallMemory.class,
                                    OutboundMemory.class))
                    .<Class<?>>flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .setAnnotationIntrospector(new SealedTypes())
                    .registerModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addDeserializer(Instant.class, new InstantReader())
                                    .addSerializer(JsonObject.class, new JsonObjectWriter())
                                    .addDeserializer(JsonObject.class, new JsonObjectReader()))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    static {
        Stream.of(String.class, List.class, Set.class, Map.class)
                .map(MAPPER::configOverride)
                .forEach(
                        type -> type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
    }

    private static final Map<String, ObjectReader> READERS =
            TYPES.values().stream()
                    .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, MAPPER::readerFor));

    private WireFormat() {}

    /** All records of a sealed interface, also those of the interfaces below it. */
    private static List<Class<?>> records(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .<Class<?>>flatMap(
                        each -> each.isSealed() ? records(each).stream() : Stream.of(each))
                .distinct()
                .toList();
    }

    /** All that can travel between nodes. */
    static Collection<Class<?>> types() {
        return List.copyOf(TYPES.values());
    }

    /**
     * @throws IllegalArgumentException for a type that is not in the table: a bug of ours, not of
     *     the sender
     */
    public static String text(Object body) {
        String type = body.getClass().getSimpleName();
        if (TYPES.get(type) != body.getClass()) {
            throw new IllegalArgumentException(type + " is no message of ours");
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("v", VERSION);
        envelope.put("type", type);
        envelope.put("body", body);
        try {
            return MAPPER.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can not write a " + type, e);
        }
    }

    /** The same as bytes. Half a sign, as of a text that was cut, becomes a question mark. */
    static byte[] encode(Object body) {
        return text(body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalArgumentException for anything that is not a message of ours in a version that
     *     we know
     */
    public static Object decode(String json) {
        return decode(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same of bytes; what was written in our order is read in one go. */
    static Object decode(byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            Object read = inOurOrder(parser);
            return read == null ? fromTree(json) : read;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a message of ours: " + words(e), e);
        }
    }

    private static String words(IOException e) {
        return e instanceof JsonProcessingException bad
                ? bad.getOriginalMessage()
                : String.valueOf(e.getMessage());
    }

    /**
     * @return null when it is not in our order
     */
    private static Object inOurOrder(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT
                || !"v".equals(parser.nextFieldName())
                || parser.nextIntValue(0) != VERSION
                || !"type".equals(parser.nextFieldName())) {
            return null;
        }
        ObjectReader reader = READERS.get(String.valueOf(parser.nextTextValue()));
        if (reader == null
                || !"body".equals(parser.nextFieldName())
                || parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        return reader.readValue(parser);
    }

    private static Object fromTree(byte[] json) throws IOException {
        JsonNode envelope = MAPPER.readTree(json);
        ObjectReader reader = READERS.get(envelope.path("type").asText());
        if (reader == null || envelope.path("v").asInt() != VERSION) {
            throw new IllegalArgumentException("not a message of ours in version " + VERSION);
        }
        if (!envelope.path("body").isObject()) {
            throw new IllegalArgumentException("a message of ours without content");
        }
        return reader.readValue(envelope.path("body"));
    }

    /**
     * A sealed interface of ours is written with the simple name of its record; nothing else can be
     * named.
     */
    private static final class SealedTypes extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonTypeInfo.Value findPolymorphicTypeInfo(
                com.fasterxml.jackson.databind.cfg.MapperConfig<?> config, Annotated annotated) {
            if (annotated instanceof AnnotatedClass && isOurs(annotated.getRawType())) {
                return JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "is", null, false, null);
            }
            return super.findPolymorphicTypeInfo(config, annotated);
        }

        @Override
        public List<NamedType> findSubtypes(Annotated annotated) {
            Class<?> type = annotated.getRawType();
            if (isOurs(type)) {
                return records(type).stream()
                        .map(each -> new NamedType(each, each.getSimpleName()))
                        .toList();
            }
            return super.findSubtypes(annotated);
        }

        @Override
        public String findTypeName(AnnotatedClass annotated) {
            return annotated.getRawType().isRecord()
                    ? annotated.getRawType().getSimpleName()
                    : null;
        }

        private static boolean isOurs(Class<?> type) {
            return type.isSealed() && type.getName().startsWith("io.belfry.");
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return Instant.parse(parser.getText());
        }
    }

    private static final class JsonObjectWriter extends StdSerializer<JsonObject> {
        private static final long serialVersionUID = 1L;

        JsonObjectWriter() {
            super(JsonObject.class);
        }

        @Override
        public void serialize(JsonObject value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeRawValue(value.encode());
        }
    }

    private static final class JsonObjectReader extends StdDeserializer<JsonObject> {
        private static final long serialVersionUID = 1L;

        JsonObjectReader() {
            super(JsonObject.class);
        }

        @Override
        public JsonObject deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            return new JsonObject(
                    MAPPER.convertValue(
                            parser.readValueAsTree(), new TypeReference<Map<String, Object>>() {}));
        }
    }
}
