package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void eachKeyOfTheConfigurationStandsInTheHelp(String command) {
        String help = Main.commandLine().getSubcommands().get(command).getUsageMessage();

        for (ConfigKey key : ConfigKey.ALL) {
            assertThat(help).contains(key.name() + " ", key.usually() + " ", key.meaning());
        }
        for (ConfigKey key : ConfigKey.OF_A_PBX) {
            assertThat(help).contains("pbx.0." + key.name() + " ", key.meaning());
        }
    }

    @Test
    void eachKeyStandsInTheOperatorsGuide() throws IOException {
        String guide = Files.readString(Path.of("../docs/guide/operator.md"));

        for (ConfigKey key : ConfigKey.ALL) {
            assertThat(guide).contains("`" + key.name() + "`");
        }
    }
}
