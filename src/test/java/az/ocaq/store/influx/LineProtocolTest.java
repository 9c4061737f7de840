package az.ocaq.store.influx;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineProtocolTest {
    @Test
    void line_ofAReading_keepsEveryDigitAndTheQuality() {
        SeriesId series = new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("voltage_l2"));

        String line = LineProtocol.line(
                new Reading(series, Instant.ofEpochMilli(1_767_225_600_123L), 230.10000000000002, Quality.SUSPECT));

        assertThat(line)
                .isEqualTo("readings,device=meter,metric=voltage_l2,settlement=aghali,site=home-001"
                        + " value=230.10000000000002,quality=3i 1767225600123");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    'a b',            'a\\ b'
                    'a,metric=x',     'a\\,metric\\=x'
                    'x value=1 0\n y', 'x\\ value\\=1\\ 0%0A\\ y'
                    'end\\',          'end%5C'
                    '100%',           '100%25'
                    'tab\t',          'tab%09'
                    """)
    void tag_hostileText_cannotEndItsPlace(String text, String escaped) {
        assertThat(LineProtocol.tag(text)).isEqualTo(escaped);
    }

    @Test
    void literalAndName_hostileText_stayQuoted() {
        assertThat(InfluxQuery.literal("x' OR '1'='1")).isEqualTo("'x\\' OR \\'1\\'=\\'1'");
        assertThat(InfluxQuery.literal("x\\' OR 1=1 --")).isEqualTo("'x%5C\\' OR 1=1 --'");
        assertThat(InfluxQuery.name("db\"; DROP DATABASE x")).isEqualTo("\"db\\\"; DROP DATABASE x\"");
    }
}
