package az.ocaq.validate;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidatorTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Title TITLE = new Title("a", "b", "c");
    private static final DeviceId METER = new DeviceId("aghali", "home-001", "meter");
    private static final DeviceId ROOF = new DeviceId("nrel", "roof", "pv");
    private static final Metric POWER = Metric.named("active_power");

    private final Validator validator = new Validator(
            new DeviceRegistry(List.of(), List.of(), List.of(device(METER, false), device(ROOF, true))),
            TimeRule.DEFAULT,
            1000);

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:00Z, true, now",
        "2026-06-01T12:02:00Z, true, two minutes ahead",
        "2026-06-01T12:02:00.001Z, false, more than two minutes ahead",
        "2036-01-01T00:00:00Z, false, far ahead",
        "2020-01-01T00:00:00Z, true, the earliest time",
        "2019-12-31T23:59:59Z, false, before the earliest time",
        "1970-01-21T00:00:00Z, false, seconds taken for milliseconds",
    })
    void validate_time_isBelievedOrReplacedByArrival(Instant time, boolean believed, String why) {
        Reading judged = validator.validate(reading(METER, time, 100), NOW);

        assertThat(judged.time()).as(why).isEqualTo(believed ? time : NOW);
        assertThat(judged.quality() == Quality.SUSPECT).as(why).isEqualTo(!believed);
    }

    @Test
    void validate_recordedDevice_keepsItsOldTimesAndIsNotLate() {
        Instant old = Instant.parse("2016-07-01T07:00:00Z");

        assertThat(validator.validate(reading(ROOF, old, 100), NOW)).isEqualTo(reading(ROOF, old, 100));
    }

    @Test
    void validate_recordedDeviceBefore1970_getsTheArrivalTime() {
        Reading judged = validator.validate(reading(ROOF, Instant.EPOCH.minusMillis(1), 100), NOW);

        assertThat(judged.time()).isEqualTo(NOW);
        assertThat(judged.quality()).isEqualTo(Quality.SUSPECT);
        assertThat(validator.validate(reading(ROOF, Instant.EPOCH, 100), NOW).quality())
                .isEqualTo(Quality.GOOD);
    }

    @Test
    void validate_outOfRange_isSuspectAndKept() {
        Reading judged = validator.validate(reading(METER, NOW, 60_000), NOW);

        assertThat(judged.quality()).isEqualTo(Quality.SUSPECT);
        assertThat(judged.value()).isEqualTo(60_000);
    }

    @Test
    void validate_impossibleRise_isSuspect() {
        var unused = validator.validate(reading(METER, NOW.minusSeconds(10), 0), NOW);

        assertThat(validator.validate(reading(METER, NOW, 10_000), NOW).quality())
                .isEqualTo(Quality.GOOD);
        assertThat(validator
                        .validate(reading(METER, NOW.plusSeconds(1), 20_000), NOW)
                        .quality())
                .isEqualTo(Quality.SUSPECT);
    }

    @Test
    void validate_olderThanTheNewestOfItsSeries_isLate() {
        var unused = validator.validate(reading(METER, NOW, 100), NOW);

        assertThat(validator
                        .validate(reading(METER, NOW.minusSeconds(1), 100), NOW)
                        .quality())
                .isEqualTo(Quality.LATE);
    }

    @Test
    void validate_redeliveredAfterForgetting_isJudgedAsAtFirst() {
        Reading first = validator.validate(reading(METER, NOW.minusSeconds(10), 100), NOW);
        var unused = validator.validate(reading(METER, NOW, 100), NOW);

        validator.forget();

        assertThat(validator.validate(reading(METER, NOW.minusSeconds(10), 100), NOW))
                .isEqualTo(first);
    }

    @Test
    void validate_arrivesLongAfterItsTime_isLate() {
        assertThat(validator
                        .validate(reading(METER, NOW.minusSeconds(301), 1), NOW)
                        .quality())
                .isEqualTo(Quality.LATE);
    }

    private static Reading reading(DeviceId device, Instant time, double value) {
        return new Reading(new SeriesId(device, POWER), time, value, Quality.GOOD);
    }

    private static Device device(DeviceId id, boolean recorded) {
        MetricRange range = new MetricRange(
                POWER,
                Quantity.Kind.GAUGE,
                -50_000,
                50_000,
                OptionalDouble.of(1_000),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        DeviceType type = new DeviceType(
                "meter", TITLE, "electricity", Duration.ofSeconds(10), Map.of("active_power", range), List.of());
        return new Device(id, type, TITLE, recorded, Map.of());
    }
}
