package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.ManagerEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RawEventsTest {
    @Test
    void everyTypeThatWeReadHasAClass() {
        List<String> names =
                RawEvents.ALL.stream()
                        .map(each -> each.getAnnotation(AsteriskMapping.class).value())
                        .toList();

        assertThat(names)
                .containsExactlyInAnyOrder(
                        Arrays.stream(AmiType.values()).map(AmiType::word).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(AmiType.class)
    void classMakesEventsOfItsType(AmiType type) throws ReflectiveOperationException {
        Class<? extends ManagerEvent> found =
                RawEvents.ALL.stream()
                        .filter(
                                each ->
                                        each.getAnnotation(AsteriskMapping.class)
                                                .value()
                                                .equals(type.word()))
                        .findFirst()
                        .orElseThrow();

        RawEvent event = (RawEvent) found.getConstructor(Object.class).newInstance(this);

        assertThat(event.toAmiEvent().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(AmiField.class)
    void everyHeaderThatWeReadHasASetter(AmiField field) throws ReflectiveOperationException {
        RawEvents.Hangup event = new RawEvents.Hangup(this);

        RawEvent.class
                .getMethod("set" + field.word(), RawEvent.Raw.class)
                .invoke(event, new RawEvent.Raw("<unknown>"));

        assertThat(event.toAmiEvent().get(field)).isEqualTo("<unknown>");
    }
}
