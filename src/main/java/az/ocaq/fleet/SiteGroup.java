package az.ocaq.fleet;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Place;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The sites of one entry of a fleet file: one, or {@code count} alike, numbered from 1. */
record SiteGroup(List<Site> sites) {
    private static final double METRES_PER_DEGREE = 111_320;
    private static final double DEFAULT_SPACING = 32;

    static SiteGroup read(Settlement settlement, String name, YamlMap map) {
        SiteKind kind = map.word("kind", SiteKind.class);
        Title title = map.title("title");
        int count = map.integer("count", 1, 100_000, 1);
        boolean numbered = map.has("count");
        Place origin = map.has("place") ? FleetFile.place(map.map("place")) : settlement.place();
        double spacing = map.number("spacing", 0, 10_000, DEFAULT_SPACING);
        List<String> suppliers = map.strings("fed_by");
        if (!DeviceId.isSlug(name + (numbered ? "-1" : ""))) {
            map.problem("", "a site's id must be a lower-case slug");
            return new SiteGroup(List.of());
        }
        List<String> ids = IntStream.rangeClosed(1, count)
                .mapToObj(it -> numbered ? name + '-' + number(it, count) : name)
                .toList();
        Predicate<String> critical = critical(map, kind, ids);
        List<Site> sites = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = ids.get(i);
            Optional<String> fedBy = suppliers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(suppliers.get((int) ((long) i * suppliers.size() / count)));
            sites.add(new Site(
                    settlement.id(),
                    id,
                    kind,
                    numbered(title, i + 1),
                    placed(origin, i, count, spacing),
                    fedBy,
                    critical.test(id)));
        }
        return new SiteGroup(sites);
    }

    /** {@code critical: true}, {@code false}, or those of several sites that are. */
    private static Predicate<String> critical(YamlMap map, SiteKind kind, List<String> ids) {
        if (!map.has("critical")) {
            return id -> kind.critical();
        }
        List<String> given = map.stringOrStrings("critical");
        if (given.equals(List.of("true")) || given.equals(List.of("false"))) {
            return id -> given.contains("true");
        }
        Set<String> named = new HashSet<>(given);
        given.stream()
                .filter(it -> !ids.contains(it))
                .forEach(it -> map.problem(
                        "critical", "'" + it + "' must be true, false, or sites of this entry: " + example(ids)));
        return named::contains;
    }

    private static String example(List<String> ids) {
        return ids.size() == 1 ? ids.get(0) : ids.get(0) + " to " + ids.get(ids.size() - 1);
    }

    /** Wide enough for the largest number, three digits at least when there are many. */
    private static String number(int number, int count) {
        int width = count < 10 ? 1 : Math.max(3, Integer.toString(count).length());
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    private static Title numbered(Title title, int number) {
        String text = Integer.toString(number);
        return new Title(
                title.az().replace("{n}", text),
                title.ru().replace("{n}", text),
                title.en().replace("{n}", text));
    }

    /** In rows from the origin to the south and east. */
    private static Place placed(Place origin, int index, int count, double spacing) {
        int columns = (int) Math.ceil(Math.sqrt(count * 1.6));
        int row = index / columns;
        double metresPerLongitude = METRES_PER_DEGREE * StrictMath.cos(Math.toRadians(origin.latitude()));
        return new Place(
                rounded(origin.latitude() - row * spacing / METRES_PER_DEGREE),
                rounded(origin.longitude() + index % columns * spacing / metresPerLongitude),
                origin.altitude());
    }

    private static double rounded(double degrees) {
        return Math.rint(degrees * 1e6) / 1e6;
    }
}
