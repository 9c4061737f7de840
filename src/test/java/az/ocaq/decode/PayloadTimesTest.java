package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadTimesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final PayloadTimes times = new PayloadTimes(ZoneId.of("Asia/Baku"));

    @ParameterizedTest
    @CsvSource({
        "2021-06-01T11:00:00+02:00, 2021-06-01T09:00:00Z",
        "2023-09-07T14:48:59.974631-0400, 2023-09-07T18:48:59.974Z",
        "2021-10-26T17:28:45, 2021-10-26T13:28:45Z",
        "2021-10-12 08:07, 2021-10-12T04:07:00Z",
        "31.12.2022 12:25, 2022-12-31T08:25:00Z",
        "2023-09-07 14:48:59, 2023-09-07T10:48:59Z",
        "2023-09-07 14:48:59.5 UTC, 2023-09-07T14:48:59.500Z",
        "2023-09-07T14:48:59+04, 2023-09-07T10:48:59Z",
        "2023-09-07T14:48Z, 2023-09-07T14:48:00Z",
        "1451649600512, 2016-01-01T12:00:00.512Z",
        "1451649600, 2016-01-01T12:00:00Z",
    })
    void of_text_isRead(String text, Instant expected) {
        assertThat(times.of(text, NOW)).contains(expected);
    }

    @Test
    void of_localTimeOfAnotherZone_isArrival() {
        assertThat(times.of("2026-06-01T14:00:05", NOW)).contains(NOW);
        assertThat(times.of("2026-06-01T16:00:05", NOW)).contains(Instant.parse("2026-06-01T12:00:05Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-30T25:61:00",
                "2016-12-31T23:59:60+00:00",
                "@0.070726s",
                "2020-02-12T15:15...",
                "",
                "2023-02-29T10:00:00Z",
                "2023-02-28T10:00:00X",
                "2023-02-28T10:00:00+1:00",
                "noon"
            })
    void of_noTime_isEmpty(String text) {
        assertThat(times.of(text, NOW)).isEmpty();
    }

    @Test
    void credible_clockNeverSetOrAhead_isFalse() {
        assertThat(PayloadTimes.credible(Instant.parse("1970-01-01T00:00:09Z"), NOW))
                .isFalse();
        assertThat(PayloadTimes.credible(NOW.plusSeconds(300), NOW)).isTrue();
        assertThat(PayloadTimes.credible(NOW.plusSeconds(86_400), NOW)).isFalse();
    }
}
