package io.belfry.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {
    @Test
    void theEmbeddedDatabaseWritesBeforeItSaysSo() {
        DatabaseConfig config = DatabaseConfig.embedded(Path.of("/var/lib/belfry"));

        assertThat(config.jdbcUrl())
                .startsWith("jdbc:h2:file:/var/lib/belfry/belfry;")
                .contains("WRITE_DELAY=0");
        assertThat(config.isPostgres()).isFalse();
    }

    @Test
    void anH2AddressIsMadeSafeUnlessItSaysOtherwise() {
        assertThat(DatabaseConfig.of("jdbc:h2:tcp://h/x").jdbcUrl())
                .isEqualTo("jdbc:h2:tcp://h/x;WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE");
        assertThat(DatabaseConfig.of("jdbc:h2:./x;write_delay=500").jdbcUrl())
                .isEqualTo("jdbc:h2:./x;write_delay=500;DATABASE_TO_LOWER=TRUE");
    }

    @Test
    void aPasswordIsReadFromTheAddressAndNotPrinted() {
        DatabaseConfig h2 = DatabaseConfig.of("jdbc:h2:./x;USER=belfry;PASSWORD=horse");
        DatabaseConfig postgres = DatabaseConfig.of("postgresql://belfry:ho%3Arse@db:5433/cti");

        assertThat(h2.user()).isEqualTo("belfry");
        assertThat(h2.password()).isEqualTo("horse");
        assertThat(h2.toString()).doesNotContain("horse");
        assertThat(postgres.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/cti");
        assertThat(postgres.password()).isEqualTo("ho:rse");
        assertThat(postgres.toString()).doesNotContain("rse");
    }

    @Test
    void aPostgresAddressMayLeaveOutWhatIsUsual() {
        DatabaseConfig config = DatabaseConfig.of("postgres://db/cti");

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/cti");
        assertThat(config.user()).isEqualTo("postgres");
        assertThat(config.isPostgres()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://horse@db/x",
                "jdbc:postgresql://db/horse",
                "postgresql://u:horse@db",
                "postgresql://u:ho rse@db/x"
            })
    void otherAddressesAreRefusedWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> DatabaseConfig.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("db.url ")
                .hasMessageNotContaining("horse")
                .hasNoCause();
    }
}
