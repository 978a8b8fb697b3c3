package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address does not take the room of all. */
class CrowdTest {
    private static final ProgramLimits USUAL = ProgramLimits.defaults();
    private static final String HANDSHAKE = "EIO=4&transport=";

    private final ProgramHouse house =
            new ProgramHouse(USUAL.with(USUAL.engine().withOfAddress(2)));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whoHasAsManySocketsAsAnAddressMayIsToldToComeBackLater() {
        try (RawSocket first = RawSocket.open(house.port, HANDSHAKE + "websocket")) {
            new Poller(house.port, 4).open("");

            HttpResponse<String> polling = Poller.get(house.port, HANDSHAKE + "polling");
            try (RawSocket third = RawSocket.open(house.port, HANDSHAKE + "websocket")) {
                assertThat(third.status()).isEqualTo(429);
            }

            assertThat(first.status()).isEqualTo(101);
            assertThat(polling.statusCode()).isEqualTo(429);
            assertThat(polling.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(polling.body()).contains("Too many clients of this address");
            house.until(() -> house.figures().crowded() == 2);
            assertThat(house.figures().sessions()).isEqualTo(2);
        }
    }

    @Test
    void whoeverLeavesMakesRoom() {
        RawSocket first = RawSocket.open(house.port, HANDSHAKE + "websocket");
        try (RawSocket second = RawSocket.open(house.port, HANDSHAKE + "websocket")) {
            first.cut();
            house.untilSessions(1);

            try (RawSocket third = RawSocket.open(house.port, HANDSHAKE + "websocket")) {
                assertThat(third.status()).isEqualTo(101);
            }
            assertThat(second.status()).isEqualTo(101);
        }
    }
}
