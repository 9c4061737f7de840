package az.ocaq.alarm;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sixteen homes at a feeder, each with a meter. */
public final class SmallVillage {
    private static final Title TITLE = new Title("a", "b", "c");
    private static final Place PLACE = new Place(39.2, 46.5, 330);

    private SmallVillage() {}

    public static DeviceRegistry registry() {
        DeviceType meter =
                new DeviceType("household_meter", TITLE, "electricity", Duration.ofSeconds(10), Map.of(), List.of());
        List<Site> sites = new ArrayList<>(
                List.of(new Site("aghali", "feeder-1", SiteKind.FEEDER, TITLE, PLACE, Optional.empty())));
        List<Device> devices = new ArrayList<>();
        for (int i = 1; i <= 16; i++) {
            String home = String.format(Locale.ROOT, "home-%03d", i);
            sites.add(new Site("aghali", home, SiteKind.HOME, TITLE, PLACE, Optional.of("feeder-1")));
            devices.add(new Device(new DeviceId("aghali", home, "meter"), meter, TITLE, false, Map.of()));
        }
        Settlement settlement = new Settlement("aghali", TITLE, TITLE, PLACE, ZoneId.of("Asia/Baku"), 60);
        return new DeviceRegistry(List.of(settlement), sites, devices);
    }

    /** A reading of {@code settlement/site/device/metric}. */
    public static Reading reading(String series, Instant time, double value) {
        int at = series.lastIndexOf('/');
        DeviceId device = DeviceId.parse(series.substring(0, at)).orElseThrow();
        return new Reading(new SeriesId(device, Metric.named(series.substring(at + 1))), time, value, Quality.GOOD);
    }
}
