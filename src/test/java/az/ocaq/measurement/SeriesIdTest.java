package az.ocaq.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SeriesIdTest {
    @Test
    void hashCode_aRegionsNames_areSpreadAsIfByChance() {
        List<SeriesId> region = region();
        int places = Integer.highestOneBit(region.size()) * 2;
        Map<Integer, Integer> crowds = new HashMap<>();

        for (SeriesId series : region) {
            int hash = series.hashCode();
            crowds.merge((hash ^ hash >>> 16) & places - 1, 1, Integer::sum);
        }

        // 60,000 thrown by chance into 65,536 places: at most eight or so meet
        assertThat(crowds.values()).allMatch(crowd -> crowd < 12);
    }

    @Test
    void equals_sameNames_areTheSameSeries() {
        SeriesId one = new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("active_power"));
        SeriesId other = new SeriesId(
                new DeviceId("aghali", "home-001", "meter"),
                new Metric("active_power", "state", "active_power", Optional.empty(), Unit.STATE));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    private static List<SeriesId> region() {
        List<SeriesId> region = new ArrayList<>();
        for (int settlement = 0; settlement < 50; settlement++) {
            for (int home = 0; home < 200; home++) {
                for (String metric : List.of("active_power", "voltage_l1", "voltage_l2", "voltage_l3", "current_l1")) {
                    String site = "home-%03d".formatted(home);
                    region.add(
                            new SeriesId(new DeviceId("village-" + settlement, site, "meter"), Metric.named(metric)));
                }
                region.add(new SeriesId(
                        new DeviceId("village-" + settlement, "home-%03d".formatted(home), "water"),
                        Metric.named("water_volume")));
            }
        }
        return region;
    }
}
