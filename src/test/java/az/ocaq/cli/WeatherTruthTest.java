package az.ocaq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.backtest.Occurrence;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeatherTruthTest {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private WeatherTruth weather = WeatherTruth.none();

    /** A gale from 0:30 to 1:15 with a lull, and one from 4:00 on. */
    @BeforeEach
    void twoGales(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("detection.yaml");
        Files.writeString(file, "weather: {storm: {metric: wind_gust, above: 20}}\n");
        weather = WeatherTruth.read(file);
        gust(0, 12);
        gust(30, 21);
        gust(45, 18);
        gust(75, 22);
        gust(240, 25);
    }

    @Test
    void explains_alarmInAGale_andNoOther() {
        assertThat(weather.explains(alarm("v", 30, 120))).isTrue();
        assertThat(weather.explains(alarm("v", 75, 120))).isTrue();
        assertThat(weather.explains(alarm("v", 15, 120))).isFalse();
        assertThat(weather.explains(alarm("v", 150, 200))).isFalse();
        assertThat(weather.explains(alarm("elsewhere", 30, 120))).isFalse();
    }

    @Test
    void untold_galesWithoutAnAlarm() {
        assertThat(weather.times("storm")).isEqualTo(2);
        assertThat(weather.untold("storm", List.of())).isEqualTo(2);
        assertThat(weather.untold("storm", List.of(alarm("v", 30, 120)))).isEqualTo(1);
        assertThat(weather.untold("storm", List.of(alarm("v", 30, 250)))).isZero();
    }

    private void gust(int minutes, double speed) {
        SeriesId series = new SeriesId(DeviceId.parse("v/weather/station").orElseThrow(), Metric.named("wind_gust"));
        weather.see(new Reading(series, START.plus(Duration.ofMinutes(minutes)), speed, Quality.GOOD));
    }

    private static Occurrence alarm(String settlement, int from, int to) {
        return new Occurrence(
                "storm",
                settlement + "/weather/station",
                START.plus(Duration.ofMinutes(from)),
                Optional.of(START.plus(Duration.ofMinutes(to))),
                Priority.MEDIUM,
                OptionalDouble.empty());
    }
}
