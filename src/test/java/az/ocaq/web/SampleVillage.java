package az.ocaq.web;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Two small settlements: aghali with a grid meter, a hydro plant, water works and homes; zabukh with one home. */
public final class SampleVillage {
    public static final DeviceType METER =
            type("household_meter", "electricity", "active_power", "voltage_l1", "energy_import", "energy_export");
    public static final DeviceType INVERTER = type("pv_inverter", "electricity", "active_power", "energy_production");
    public static final DeviceType GRID =
            type("grid_meter", "electricity", "active_power", "energy_import", "energy_export");
    public static final DeviceType TURBINE = type("hydro_turbine", "electricity", "active_power", "energy_production");
    public static final DeviceType WATER = type("water_meter", "water", "volume", "flow");
    public static final DeviceType TANK = type("water_tank", "water", "tank_level", "pressure");
    /** A name that would be a script if a page took it for HTML. */
    public static final String WICKED = "<script>alert('x')</script>\"&";

    private SampleVillage() {}

    public static DeviceRegistry registry() {
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        sites.add(site("aghali", "grid", SiteKind.SUBSTATION, Optional.empty()));
        sites.add(site("aghali", "feeder-1", SiteKind.FEEDER, Optional.of("grid")));
        sites.add(site("aghali", "hydro", SiteKind.HYDRO_PLANT, Optional.of("grid")));
        sites.add(site("aghali", "water", SiteKind.WATER_WORKS, Optional.of("feeder-1")));
        devices.add(device("aghali/grid/meter", GRID));
        devices.add(device("aghali/feeder-1/meter", METER));
        devices.add(device("aghali/hydro/turbine-1", TURBINE));
        devices.add(device("aghali/water/tank", TANK));
        for (int i = 1; i <= 16; i++) {
            String home = String.format(Locale.ROOT, "home-%03d", i);
            sites.add(site("aghali", home, SiteKind.HOME, Optional.of("feeder-1")));
            devices.add(device("aghali/" + home + "/meter", METER));
        }
        devices.add(device("aghali/home-001/pv", INVERTER));
        devices.add(device("aghali/home-001/water", WATER));
        sites.add(site("zabukh", "home-001", SiteKind.HOME, Optional.empty()));
        devices.add(device("zabukh/home-001/meter", METER));
        return new DeviceRegistry(List.of(settlement("aghali"), settlement("zabukh")), sites, devices);
    }

    public static Reading reading(String series, Instant time, double value) {
        int end = series.lastIndexOf('/');
        DeviceId device = DeviceId.parse(series.substring(0, end)).orElseThrow();
        return new Reading(new SeriesId(device, Metric.named(series.substring(end + 1))), time, value, Quality.GOOD);
    }

    private static Settlement settlement(String id) {
        return new Settlement(
                id, title(id), title("Zəngilan"), new Place(39.18, 46.76, 330), ZoneId.of("Asia/Baku"), 871);
    }

    private static Site site(String settlement, String id, SiteKind kind, Optional<String> fedBy) {
        return new Site(settlement, id, kind, title(id), new Place(39.18, 46.76, 330), fedBy);
    }

    private static Device device(String id, DeviceType type) {
        boolean wicked = id.equals("aghali/home-002/meter");
        return new Device(DeviceId.parse(id).orElseThrow(), type, title(wicked ? WICKED : id), false, Map.of());
    }

    private static DeviceType type(String id, String utility, String... names) {
        Map<String, MetricRange> metrics = new HashMap<>();
        for (String name : names) {
            Metric metric = Metric.named(name);
            metrics.put(
                    name,
                    new MetricRange(
                            metric,
                            metric.kind(),
                            -1e6,
                            1e12,
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty()));
        }
        return new DeviceType(id, title(id), utility, Duration.ofSeconds(10), metrics, List.of());
    }

    private static Title title(String text) {
        return new Title(text, text, text);
    }
}
