package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static final JsonObject UP =
            new JsonObject()
                    .put("event", "up")
                    .put("queue", "Support")
                    .put("callernum", "+390255512345")
                    .put("callername", "Rossi & Figli")
                    .put("holdtime", "9")
                    .put("ringtime", "")
                    .put("ordernumber", "A-1001")
                    .put("customer_id", "")
                    .put("pbx", "pbx1")
                    .put("time", "2026-11-22T23:30:05.123Z")
                    .put("up", true);

    private static Condition condition(String field, String op, String value) {
        return new Condition(field, Operator.of(op).orElseThrow(), Operator.isNegated(op), value);
    }

    private static Rule rule(Set<Kind> events, List<Condition> all, List<Condition> any) {
        return new Rule("Pop on answer", true, events, all, any, List.of());
    }

    private static Verdict judge(Rule rule) {
        return Judge.of(rule).judge(new EventFields(UP, ZoneId.of("Europe/Rome")));
    }

    private static Verdict judge(String field, String op, String value) {
        return judge(rule(Set.of(Kind.UP), List.of(condition(field, op, value)), List.of()));
    }

    @Test
    void theFailingConditionAndTheActualValueAreNamed() {
        assertThat(judge("queue", "equals", "Sales"))
                .isEqualTo(
                        new Verdict.No(
                                "queue is Support, wants Sales", "queue", "Support", "Sales"));
    }

    @Test
    void aRuleOfAnotherEventSaysSo() {
        assertThat(judge(rule(Set.of(Kind.HANGUP, Kind.RINGING), List.of(), List.of())))
                .isEqualTo(
                        new Verdict.No(
                                "event is up, wants ringing or hangup",
                                "event",
                                "up",
                                "ringing or hangup"));
    }

    @Test
    void aRuleThatIsSwitchedOffSaysSo() {
        Rule off = new Rule("x", false, Set.of(Kind.UP), List.of(), List.of(), List.of());

        assertThat(judge(off))
                .isEqualTo(new Verdict.No("the rule is switched off", "enabled", "off", "on"));
    }

    @Test
    void noConditionIsAlways() {
        assertThat(judge(rule(Set.of(Kind.UP), List.of(), List.of())))
                .isEqualTo(new Verdict.Yes(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "queue; equals; Support; yes",
                "queue; equals; support; queue is Support, wants support (capital letters count)",
                "queue; notEquals; Sales; yes",
                "queue; notEquals; Support; queue is Support, wants anything but Support",
                "customer_id; equals; ''; yes",
                "queue; equals; ''; queue is Support, wants it empty",
                "callername; contains; Figli; yes",
                "callername; contains; ACME; callername is Rossi & Figli, wants ACME in it",
                "callername; notContains; Figli; callername is Rossi & Figli, wants no Figli in it",
                "callernum; startsWith; +39; yes",
                "callernum; startsWith; +44; callernum is +390255512345, wants +44 at the start",
                "callernum; notStartsWith; +39; callernum is +390255512345, wants no +39 at the start",
                "callernum; endsWith; 345; yes",
                "callernum; endsWith; 9; callernum is +390255512345, wants 9 at the end",
                "callernum; notEndsWith; 9; yes",
                "callernum; matches; ^[+]39(02|06); yes",
                "callernum; matches; 5551; yes",
                "callernum; matches; ^39; callernum is +390255512345, wants a match of ^39",
                "callernum; notMatches; ^[+]39; callernum is +390255512345, wants no match of ^[+]39",
                "queue; in; Sales, Support ,; yes",
                "queue; in; Sales,Billing; queue is Support, wants one of Sales,Billing",
                "queue; in; sales,support; queue is Support, wants one of sales,support (capital letters count)",
                "queue; notIn; Sales,Support; queue is Support, wants none of Sales,Support",
                "queue; notIn; Sales; yes",
                "holdtime; gt; 8; yes",
                "holdtime; gt; 8.5; yes",
                "holdtime; gt; 10; holdtime is 9, wants more than 10",
                "holdtime; gt; 9; holdtime is 9, wants more than 9",
                "holdtime; notGt; 9; yes",
                "holdtime; notGt; 5; holdtime is 9, wants at most 5",
                "holdtime; lt; 10; yes",
                "holdtime; lt; 9; holdtime is 9, wants less than 9",
                "holdtime; notLt; 10; holdtime is 9, wants at least 10",
                "ringtime; gt; 0; ringtime is empty, wants more than 0",
                "ringtime; lt; 9; ringtime is empty, wants less than 9",
                "queue; gt; 1; queue is Support, wants more than 1",
                "ordernumber; exists; ; yes",
                "customer_id; exists; ; customer_id is empty, wants a value",
                "nosuchfield; exists; ; nosuchfield is empty, wants a value",
                "customer_id; notExists; ; yes",
                "ordernumber; notExists; ; ordernumber is A-1001, wants it empty",
                "pbx; equals; pbx1; yes",
                "time; gt; 00:15; yes",
                "time; lt; 00:15; time is 00:30, wants less than 00:15",
                "time; equals; 00:30; yes",
                "weekday; equals; Mon; yes",
                "weekday; in; Sat,Sun; weekday is mon, wants one of Sat,Sun",
                "up; equals; true; yes",
            })
    void eachOperatorComparesAndSaysWhy(String field, String op, String value, String expected) {
        Verdict verdict = judge(field, op, value == null ? "" : value);

        String said = verdict instanceof Verdict.No no ? no.because() : "yes";
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void allOfTheFirstAndOneOfTheSecondMustHold() {
        var support = condition("queue", "equals", "Support");
        var sales = condition("queue", "equals", "Sales");
        var order = condition("ordernumber", "exists", "");
        var customer = condition("customer_id", "exists", "");
        Set<Kind> up = Set.of(Kind.UP);

        assertThat(judge(rule(up, List.of(support, order), List.of(customer, order))))
                .isEqualTo(new Verdict.Yes("queue is Support, ordernumber is A-1001"));
        assertThat(judge(rule(up, List.of(), List.of(sales, support))))
                .isEqualTo(new Verdict.Yes("queue is Support"));
        assertThat(judge(rule(up, List.of(sales, customer), List.of())))
                .isEqualTo(
                        new Verdict.No(
                                "queue is Support, wants Sales; customer_id is empty, wants a value",
                                "queue",
                                "Support",
                                "Sales"));
        assertThat(judge(rule(up, List.of(support), List.of(sales, customer))))
                .isEqualTo(
                        new Verdict.No(
                                "none of these holds: queue is Support, wants Sales; customer_id is"
                                        + " empty, wants a value",
                                "queue",
                                "Support",
                                "Sales"));
    }

    @Test
    void valuesOfCallersAreOneShortLineInASentence() {
        JsonObject event = UP.copy().put("callername", "a\r\nb" + "x".repeat(500));
        Rule rule =
                rule(Set.of(Kind.UP), List.of(condition("callername", "equals", "A")), List.of());

        var no = (Verdict.No) Judge.of(rule).judge(new EventFields(event, ZoneId.of("UTC")));

        assertThat(no.actual()).startsWith("a bxxx").hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "a**",
                "(?=x)",
                "\\1",
                "(a{100}){100}",
                "((((a{30}){30}){30}){30}){30}",
                "(.*){1,1000}",
                "[a-z]{1000}[a-z]{1000}",
                "x{1001}"
            })
    void aPatternThatIsNoneOrTooLargeIsRefusedBeforeItCosts(String pattern) {
        var condition = condition("callernum", "matches", pattern);

        assertThat(SafePattern.problem(pattern)).isPresent();
        assertThatThrownBy(() -> Judge.of(rule(Set.of(Kind.UP), List.of(condition), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*b",
                "(a+)+$",
                "(a|aa)+$",
                "(x+x+)+y",
                "(.*a){20}",
                "(a|a)*c",
                "([a-z]+)*=",
                "(.*)(.*)(.*)(.*)(.*)!",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(\\w*)*\\d{50}"
            })
    void anEvilPatternCostsNoMoreThanItsLength(String pattern) {
        var condition = condition("callername", "matches", pattern);
        Rule rule = rule(Set.of(Kind.UP), List.of(condition), List.of());
        JsonObject event = UP.copy().put("callername", "a".repeat(100_000));

        assertThat(SafePattern.problem(pattern)).isEmpty();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    Judge judge = Judge.of(rule);
                    for (int i = 0; i < 50; i++) {
                        judge.judge(new EventFields(event, ZoneId.of("UTC")));
                    }
                });
    }
}
