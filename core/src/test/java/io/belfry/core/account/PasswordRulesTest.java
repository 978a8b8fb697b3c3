package io.belfry.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @Test
    void twelveCharactersAreNeededAndEightAreNotEnough() {
        assertThat(PasswordRules.problem("kq7vX2pz", ""))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("at least 12"));
        assertThat(PasswordRules.problem("kq7vX2pzmw4", "")).isPresent();
        assertThat(PasswordRules.problem("kq7vX2pzmw4t", "")).isEmpty();
    }

    @Test
    void charactersAreCountedAndNotBytes() {
        assertThat(PasswordRules.problem("🦉🦊🐙🦋🐢🦔", "")).isPresent();
        assertThat(PasswordRules.problem("🦉🦊🐙🦋🐢🦔🐝🐞🦀🐡🐬🦜", "")).isEmpty();
    }

    @Test
    void longOnesAreWelcomeUpToAKilobyte() {
        String random = random(new Random(1), 1024);

        assertThat(PasswordRules.problem(random.substring(0, 64), "")).isEmpty();
        assertThat(PasswordRules.problem(random.substring(0, 200), "")).isEmpty();
        assertThat(PasswordRules.problem(random, "")).isEmpty();
        assertThat(PasswordRules.problem(random + "x", "")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Passw0rd2024!",
                "P@$$w0rd!P@$$w0rd!",
                "qwertyuiop123",
                "1q2w3e4r5t6y",
                "1qaz2wsx3edc",
                "zaq12wsxcde3",
                "123456789012",
                "987654321098",
                "abcdefghijkl",
                "aaaabbbbcccc",
                "abcabcabcabc",
                "xk7xk7xk7xk7",
                "iloveyou1234",
                "Benvenuto2026!",
                "administrator",
                "Juventus1897!!",
                "changeme-changeme",
                "Belfry-Admin-2026",
                "estate2026estate",
                "Letmein!Letmein!",
                "correcthorsebatterystaple",
                "asdfghjkl123",
                "call-center-01"
            })
    void whatIsTriedFirstIsRefused(String password) {
        assertThat(PasswordRules.problem(password, "")).as(password).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nine lives of a lamp",
                "two rivers and a kite",
                "gatto rosso sul tetto di zinco",
                "kq7vX2pzmw4t",
                "Tramontana-fischia-3volte",
                "vermilion otter plays cello"
            })
    void whatIsNotKnownToEverybodyIsAccepted(String password) {
        assertThat(PasswordRules.problem(password, "anna")).as(password).isEmpty();
    }

    @Test
    void moreThanThreeThousandCommonOnesAreRefused() {
        List<String> words =
                List.of(
                        "password",
                        "qwerty",
                        "admin",
                        "welcome",
                        "letmein",
                        "monkey",
                        "dragon",
                        "football",
                        "iloveyou",
                        "sunshine",
                        "princess",
                        "superman",
                        "batman",
                        "trustno1",
                        "michael",
                        "shadow",
                        "master",
                        "jordan",
                        "harley",
                        "hunter",
                        "summer",
                        "winter",
                        "autunno",
                        "estate",
                        "ciao",
                        "juventus",
                        "inter",
                        "milan",
                        "napoli",
                        "ferrari",
                        "amore",
                        "tesoro1",
                        "francesca",
                        "giovanni",
                        "alessandro",
                        "valentina",
                        "chiara",
                        "secret",
                        "login",
                        "asterisk");
        List<String> tails =
                Stream.of(
                                "1", "12", "123", "1234", "12345", "123456", "2024", "2025", "2026",
                                "01", "007", "99", "2000", "1990", "0000", "321")
                        .flatMap(
                                tail ->
                                        Stream.of(
                                                tail,
                                                tail + "!",
                                                "!" + tail,
                                                "_" + tail,
                                                "@" + tail))
                        .toList();
        List<String> all =
                words.stream()
                        .filter(word -> !word.equals("shadow") && !word.equals("tesoro1"))
                        .flatMap(word -> tails.stream().map(tail -> word + tail))
                        .flatMap(
                                each ->
                                        Stream.of(
                                                each,
                                                Character.toUpperCase(each.charAt(0))
                                                        + each.substring(1)))
                        .map(each -> each.length() < 12 ? each + each : each)
                        .toList();

        List<String> accepted =
                all.stream().filter(each -> PasswordRules.problem(each, "").isEmpty()).toList();

        assertThat(all).hasSizeGreaterThan(3000);
        assertThat(accepted).isEmpty();
    }

    @Test
    void randomOnesAreAccepted() {
        Random random = new Random(42);

        List<String> refused =
                Stream.generate(() -> random(random, 12))
                        .limit(2000)
                        .filter(each -> PasswordRules.problem(each, "anna").isPresent())
                        .toList();

        assertThat(refused).isEmpty();
    }

    @Test
    void theUserNameWithAFewLettersIsNoPassword() {
        assertThat(PasswordRules.problem("bianchi-12Bianchi", "bianchi")).isPresent();
        assertThat(PasswordRules.problem("kq7v-Bianchi-mw4t", "bianchi")).isEmpty();
    }

    private static String random(Random random, int length) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, letters.length()).forEach(i -> text.append(letters.charAt(i)));
        return text.toString();
    }
}
