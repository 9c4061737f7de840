package az.ocaq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DetectionReportTest {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final FaultPlan.Expected LEAK = new FaultPlan.Expected(
            FaultKind.HOME_LEAK,
            List.of("water_meter"),
            "",
            "",
            1,
            Duration.ofHours(10),
            Duration.ofHours(1),
            false,
            false,
            List.of("leak", "feeder"),
            List.of("empty"));
    private static final FaultPlan.Expected QUIET = new FaultPlan.Expected(
            FaultKind.CURTAILMENT,
            List.of("water_meter"),
            "",
            "",
            1,
            Duration.ofHours(10),
            Duration.ofHours(1),
            false,
            true,
            List.of(),
            List.of());

    @Test
    void lines_threeFaultsTwoFoundOneFalseAlarm() {
        FaultPlan plan = new FaultPlan(List.of(fault(1), fault(2), fault(3)));
        DetectionReport report = new DetectionReport(
                plan,
                List.of(
                        alarm("leak", "v/home-1/water", 30),
                        alarm("leak", "v/home-1/water", 90),
                        alarm("leak", "v/home-2/water", 120),
                        // another rule, another home, too late: none of them is of a fault
                        alarm("other", "v/home-3/water", 60),
                        alarm("leak", "v/home-9/water", 60),
                        alarm("leak", "v/home-3/water", 60 * 12)),
                Set.of(),
                WeatherTruth.none());

        assertThat(report.lines()).singleElement().satisfies(line -> {
            assertThat(line.faults()).isEqualTo(3);
            assertThat(line.found()).isEqualTo(2);
            assertThat(line.precision()).hasValue(0.6);
            assertThat(line.minutes().median()).hasValue(30);
            assertThat(line.minutes().p90()).hasValue(120);
        });
    }

    @Test
    void lines_alarmAtTheFeederThatSuppliesTheHome_isOfTheFault() {
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1))),
                List.of(alarm("feeder", "v/feeder-1/meter", 60)),
                Set.of(),
                WeatherTruth.none());

        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.found()).isEqualTo(1));
    }

    @Test
    void lines_alarmThatStoodAlreadyAndOutlastsTheFault_hasFoundItWithoutATime() {
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1), fault(2))),
                List.of(alarm("feeder", "v/feeder-1/meter", -120, 60 * 24), alarm("leak", "v/home-2/water", 30, 60)),
                Set.of(),
                WeatherTruth.none());

        assertThat(report.lines()).singleElement().satisfies(line -> {
            assertThat(line.found()).isEqualTo(2);
            assertThat(line.covered()).isEqualTo(1);
            assertThat(line.minutes().median()).hasValue(30);
        });
    }

    @Test
    void lines_alarmThatStoodAlreadyAndEndedDuringTheFault_hasNotFoundIt() {
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1))),
                List.of(alarm("feeder", "v/feeder-1/meter", -120, 60)),
                Set.of(),
                WeatherTruth.none());

        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.found()).isZero());
    }

    @Test
    void list_alarmThatTheFaultBringsAbout_isExplainedButHasNotFoundIt() {
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1))),
                List.of(alarm("empty", "v/home-1/tank", 30), alarm("empty", "v/home-9/tank", 30)),
                Set.of(),
                WeatherTruth.none());
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        report.list(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.found()).isZero());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("missed: home_leak v/home-1/water", "unexplained: empty v/home-9/tank")
                .doesNotContain("v/home-1/tank");
    }

    @Test
    void lines_faultThatChangedNoReading_isListedAndNotCounted() {
        FaultPlan.Planned standing = fault(2);
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1), standing)),
                List.of(alarm("leak", "v/home-1/water", 30)),
                Set.of(standing),
                WeatherTruth.none());
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        report.list(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.faults()).isEqualTo(1));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("nothing shows: home_leak v/home-2/water", "leak after 30 min")
                .doesNotContain("missed");
    }

    @Test
    void lines_kindThatMustStayQuiet_countsWhereAnythingWasRaised() {
        DetectionReport report = new DetectionReport(
                new FaultPlan(List.of(fault(1, QUIET), fault(2, QUIET))),
                List.of(alarm("whatever", "v/home-2/water", 30), alarm("whatever", "v/home-2/meter", 30)),
                Set.of(),
                WeatherTruth.none());

        assertThat(report.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.found()).isEqualTo(1));
    }

    private static FaultPlan.Planned fault(int home) {
        return fault(home, LEAK);
    }

    private static FaultPlan.Planned fault(int home, FaultPlan.Expected expected) {
        Fault fault = new Fault(
                "leak-" + home,
                expected.kind(),
                "v/home-" + home + "/water",
                START,
                START.plus(Duration.ofHours(10)),
                "",
                "",
                1,
                false);
        return new FaultPlan.Planned(fault, expected, Set.of("v/home-" + home, "v/feeder-1"));
    }

    private static Occurrence alarm(String rule, String device, int minutes, int until) {
        return new Occurrence(
                rule,
                device,
                START.plus(Duration.ofMinutes(minutes)),
                Optional.of(START.plus(Duration.ofMinutes(until))),
                Priority.MEDIUM,
                OptionalDouble.empty());
    }

    private static Occurrence alarm(String rule, String device, int minutes) {
        return new Occurrence(
                rule,
                device,
                START.plus(Duration.ofMinutes(minutes)),
                Optional.empty(),
                Priority.LOW,
                OptionalDouble.empty());
    }
}
