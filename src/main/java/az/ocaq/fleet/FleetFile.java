package az.ocaq.fleet;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Device;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.measurement.DeviceId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One file of {@code devices/fleets/}: a settlement with its sites and devices. */
record FleetFile(
        Settlement settlement,
        LocalDate commissioned,
        int stepMinutes,
        SortedMap<String, List<Double>> stated,
        List<Site> sites,
        List<Device> devices) {
    private static final Set<String> MORE_ITEMS = Set.of(
            "solar",
            "hydro",
            "wind",
            "losses",
            "total",
            "solar_hours",
            "hydro_hours",
            "wind_hours",
            "street_lighting_hours",
            "home_appliances",
            "home_heating",
            "home_hot_water",
            "home_cooling");
    private static final double MOST_STATED = 1e9;
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);

    static FleetFile read(String id, YamlMap file, DeviceTypes types) {
        if (!DeviceId.isSlug(id)) {
            file.problem("", "the file's name must be a lower-case slug: it is the settlement's id");
            return new FleetFile(settlement("unnamed", file), FIRST_DAY, 1, new TreeMap<>(), List.of(), List.of());
        }
        Settlement settlement = settlement(id, file);
        LocalDate commissioned = date(file);
        int stepMinutes = stepMinutes(file);
        SortedMap<String, List<Double>> stated = stated(file);
        boolean recorded = file.flag("recorded", false);
        List<Site> sites = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        Map<String, YamlMap> sources = new HashMap<>();
        file.maps("sites").forEach((name, map) -> {
            SiteGroup group = SiteGroup.read(settlement, name, map);
            for (Site site : group.sites()) {
                if (sources.put(site.id(), map) != null) {
                    map.problem("count", "site '" + site.id() + "' is there twice");
                }
            }
            sites.addAll(group.sites());
            devices.addAll(new SiteDevices(types, recorded).read(group.sites(), map));
            map.finish();
        });
        file.finish();
        checkSupply(sites, sources);
        return new FleetFile(settlement, commissioned, stepMinutes, stated, sites, devices);
    }

    private static Settlement settlement(String id, YamlMap file) {
        return new Settlement(
                id,
                file.title("title"),
                file.title("district"),
                place(file.map("place")),
                zone(file),
                file.integer("people", 0, 10_000_000, 0));
    }

    static Place place(YamlMap map) {
        Place place = new Place(
                map.number("latitude", -90, 90),
                map.number("longitude", -180, 180),
                map.number("altitude", -500, 9000));
        map.finish();
        return place;
    }

    private static ZoneId zone(YamlMap file) {
        String zone = file.string("zone", "Asia/Baku");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            file.problem("zone", "'" + zone + "' is no time zone");
            return ZoneId.of("Asia/Baku");
        }
    }

    private static LocalDate date(YamlMap file) {
        String text = file.string("commissioned", FIRST_DAY.toString());
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            file.problem("commissioned", "'" + text + "' is no date such as 2024-01-01");
            return FIRST_DAY;
        }
    }

    /** The electricity of a year that is published or planned, by kind of site and a few sums: one number or twelve. */
    private static SortedMap<String, List<Double>> stated(YamlMap file) {
        SortedMap<String, List<Double>> stated = new TreeMap<>();
        YamlMap map = file.mapOrEmpty("stated");
        for (String item : map.keys()) {
            boolean kind =
                    Arrays.stream(SiteKind.values()).anyMatch(it -> it.word().equals(item));
            if (kind || MORE_ITEMS.contains(item)) {
                stated.put(item, amounts(map, item));
            }
        }
        map.finish();
        return stated;
    }

    private static List<Double> amounts(YamlMap map, String item) {
        List<Double> amounts = new ArrayList<>();
        try {
            map.stringOrStrings(item).forEach(it -> amounts.add(Double.parseDouble(it)));
        } catch (NumberFormatException e) {
            amounts.clear();
        }
        if ((amounts.size() != 1 && amounts.size() != 12)
                || amounts.stream().anyMatch(it -> !(it > 0 && it < MOST_STATED))) {
            map.problem(item, "must be a number above 0, or twelve of them, one for each month");
            return List.of(1.0);
        }
        return List.copyOf(amounts);
    }

    /** Longer steps make large villages cheap to simulate. */
    private static int stepMinutes(YamlMap file) {
        int minutes = (int) file.duration("step", Duration.ofMinutes(1)).toMinutes();
        if (minutes < 1 || 60 % minutes != 0) {
            file.problem("step", "must be a part of an hour in whole minutes, such as 5m");
            return 1;
        }
        return minutes;
    }

    /** Every supplier must exist, and nothing may supply itself by any way round. */
    private static void checkSupply(List<Site> sites, Map<String, YamlMap> sources) {
        Map<String, String> suppliers = new HashMap<>();
        sites.forEach(site -> site.fedBy().ifPresent(it -> suppliers.put(site.id(), it)));
        Set<String> told = new HashSet<>();
        for (Site site : sites) {
            Set<String> way = new HashSet<>();
            Optional<String> next = Optional.of(site.id());
            while (next.isPresent() && way.add(next.get())) {
                String current = next.get();
                next = Optional.ofNullable(suppliers.get(current));
                next.filter(it -> !sources.containsKey(it) && told.add(current))
                        .ifPresent(it -> problem(sources, current, "there is no site '" + it + "'"));
            }
            if (next.isPresent() && told.add(next.get())) {
                problem(sources, next.get(), "supplies itself");
            }
        }
    }

    private static void problem(Map<String, YamlMap> sources, String site, String what) {
        YamlMap map = sources.get(site);
        if (map != null) {
            map.problem("fed_by", what);
        }
    }
}
