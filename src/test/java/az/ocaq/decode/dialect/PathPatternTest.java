package az.ocaq.decode.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "tele/{device}/LWT, tele/pump/LWT, pump",
        "tele/{device*}/LWT, tele/a/b/LWT, a/b",
        "{device=a|b}_power, b_power, b",
        "ch{device=#}/P, ch12/P, 12",
        "shellies/{device=shellyem3*}/{_*}, shellies/shellyem3-1/relay/0, shellyem3-1",
        "{device=DS18*}/Temperature, DS18B20-1/Temperature, DS18B20-1",
        "a.b/{device}, a.b/x, x",
    })
    void match_fitting_captures(String pattern, String path, String device) {
        assertThat(PathPattern.of(pattern).match(path)).contains(Map.of("device", device));
    }

    @ParameterizedTest
    @CsvSource({
        "tele/{device}/LWT, tele/a/b/LWT",
        "tele/{device}/LWT, tele//LWT",
        "{device=a|b}_power, c_power",
        "ch{device=#}/P, chx/P",
        "ch{device=#}/P, ch١/P",
        "a.b/{device}, axb/x",
        "{device=DS18*}/T, DS18/x/T",
    })
    void match_other_isEmpty(String pattern, String path) {
        assertThat(PathPattern.of(pattern).match(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/{dev", "a/}x", "a/{}", "a/{1x}", "a/{x y}"})
    void of_wronglyWritten_saysHow(String text) {
        assertThatThrownBy(() -> PathPattern.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{name}");
    }

    @Test
    void match_longHostileTopic_isFast() {
        PathPattern pattern = PathPattern.of("{base*}/tele/{name*}/SENSOR");
        String topic = "a/tele/".repeat(140) + "SENSORX/SENSOR".substring(0, 7);

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(pattern.match(topic)).isEmpty());
    }
}
