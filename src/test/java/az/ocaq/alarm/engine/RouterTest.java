package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is on duty: shifts, holidays, swaps, stand-ins, other rotas. */
final class RouterTest {
    private static final String ROTAS = """
            receiver: desk
            rotas:
              power:
                fallback: chief
                shifts:
                  - {from: "08:00", to: "20:00", who: day}
                  - {from: "20:00", to: "08:00", who: night}
                holidays:
                  - {days: ["2026-03-20", "2026-03-21"], who: rota:holiday}
                swaps:
                  - {who: day, with: night, from: "2026-03-10T00:00", to: "2026-03-11T00:00"}
                overrides:
                  - {from: "2026-03-20T12:00", to: "2026-03-20T13:00", who: deputy}
              holiday:
                shifts: [{from: "09:00", to: "18:00", who: volunteer}]
              loop: {shifts: [{from: "00:00", to: "24:00", who: rota:loop}]}
            """;

    @Test
    void holiday_anotherRotaTakesTheShiftsThatBeginOnIt_andWhereThatHasAGapTheFallback() {
        assertThat(onDuty("2026-03-20T07:59"))
                .as("the night before began the day before")
                .isEqualTo("night");
        assertThat(onDuty("2026-03-20T08:00")).isEqualTo("chief");
        assertThat(onDuty("2026-03-20T09:00")).isEqualTo("volunteer");
        assertThat(onDuty("2026-03-20T17:59")).isEqualTo("volunteer");
        assertThat(onDuty("2026-03-20T18:00")).isEqualTo("chief");
        assertThat(onDuty("2026-03-22T07:59")).as("the night of the holiday").isEqualTo("chief");
        assertThat(onDuty("2026-03-22T08:00")).isEqualTo("day");
    }

    @Test
    void duties_ofDays_haveNoHoles_andSayWhyItIsThem() {
        assertThat(duties("2026-03-09T20:00", "2026-03-11T08:00"))
                .containsExactly(
                        "03-09T20:00 night SHIFT",
                        "03-10T00:00 day SWAP",
                        "03-10T08:00 night SWAP",
                        "03-10T20:00 day SWAP",
                        "03-11T00:00 night SHIFT");
        assertThat(duties("2026-03-20T06:00", "2026-03-20T19:00"))
                .containsExactly(
                        "03-20T06:00 night SHIFT",
                        "03-20T08:00 chief GAP",
                        "03-20T09:00 volunteer HOLIDAY",
                        "03-20T12:00 deputy OVERRIDE",
                        "03-20T13:00 volunteer HOLIDAY",
                        "03-20T18:00 chief GAP");
    }

    private static List<String> duties(String from, String to) {
        ZoneId baku = ZoneId.of("Asia/Baku");
        return Duties.of(policy(ROTAS), "power", at(from), at(to)).stream()
                .map(it -> it.from().atZone(baku).toLocalDateTime().toString().substring(5) + " " + it.who() + " "
                        + it.why())
                .toList();
    }

    @Test
    void override_countsMoreThanAHoliday_fromIncludedToNot() {
        assertThat(onDuty("2026-03-20T11:59")).isEqualTo("volunteer");
        assertThat(onDuty("2026-03-20T12:00")).isEqualTo("deputy");
        assertThat(onDuty("2026-03-20T13:00")).isEqualTo("volunteer");
    }

    @Test
    void swap_bothTakeTheOthersShifts_forItsTimeOnly() {
        assertThat(onDuty("2026-03-09T23:59")).isEqualTo("night");
        assertThat(onDuty("2026-03-10T00:00")).isEqualTo("day");
        assertThat(onDuty("2026-03-10T08:00")).isEqualTo("night");
        assertThat(onDuty("2026-03-10T20:00")).isEqualTo("day");
        assertThat(onDuty("2026-03-11T00:00")).isEqualTo("night");
    }

    @Test
    void gap_withoutFallback_isTheDefaultReceivers_andOfADefaultRotaWithAGapSomebodyWhoIsNamed() {
        assertThat(router(ROTAS).onDuty("rota:holiday", at("2026-03-01T03:00"))).isEqualTo("desk");
        assertThat(router(ROTAS).onDuty("rota:loop", at("2026-03-01T03:00"))).isEqualTo("desk");
        assertThat(router(ROTAS).isGap("rota:loop", at("2026-03-01T03:00"))).isTrue();
        Router ofRotas = router(ROTAS.replace("receiver: desk", "receiver: rota:power"));
        assertThat(ofRotas.onDuty("rota:holiday", at("2026-03-01T03:00"))).isEqualTo("night");
        Router gaps = router("receiver: rota:a\nrotas: {a: {shifts: [{from: \"08:00\", to: \"09:00\", who: elvin}]}}");
        assertThat(gaps.onDuty("rota:a", at("2026-03-01T03:00"))).isEqualTo("elvin");
    }

    @Test
    void mistakes_areNamed() {
        Problems problems = new Problems();
        Policy unused = PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader("""
                rotas:
                  a:
                    holidays: [{days: ["20.03.2026"], who: x}]
                    swaps: [{who: x, with: y, from: "2026-03-02T00:00", to: "2026-03-01T00:00"}]
                """), problems));

        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("'20.03.2026' is not a date")
                .hasMessageContaining("must be after from");
    }

    private static String onDuty(String local) {
        return router(ROTAS).onDuty("rota:power", at(local));
    }

    private static java.time.Instant at(String local) {
        return OffsetDateTime.parse(local + ":00+04:00").toInstant();
    }

    private static Router router(String yaml) {
        return new Router(policy(yaml));
    }

    private static Policy policy(String yaml) {
        Problems problems = new Problems();
        Policy policy = PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader(yaml), problems));
        problems.throwIfAny();
        return policy;
    }
}
