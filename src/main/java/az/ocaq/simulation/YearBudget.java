package az.ocaq.simulation;

import az.ocaq.device.Device;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The electricity of a simulated year beside what the fleet files state of it ({@code stated}). */
public final class YearBudget {
    private static final Set<String> SUPPLY = Set.of(
            "substation", "feeder", "transformer_station", "hydro_plant", "wind_farm", "solar_park", "battery_station");

    private static final String HOURS = "_hours";

    private final Fleet fleet;
    private final DeviceTypes types;

    public YearBudget(Fleet fleet, DeviceTypes types) {
        this.fleet = fleet;
        this.types = types;
    }

    /**
     * Lines of CSV {@code settlement,item,simulated,stated,unit,difference_percent}, from those of {@link YearReport#of}.
     * An item is a kind of site, a use of homes such as {@code home_heating}, {@code solar}, {@code hydro}, {@code losses}
     * or {@code total} in MWh, or one of these with {@code _hours}: what it makes of each kW, kWh.
     */
    public List<String> of(List<String> year) {
        Map<String, Map<String, Double>> items =
                items(year.stream().map(it -> it.split(",", -1)).toList(), 6, 5);
        List<String> lines = new ArrayList<>();
        fleet.stated()
                .forEach((settlement, stated) -> stated.forEach((item, values) -> {
                    double simulated = value(settlement, item, items.getOrDefault(settlement, Map.of()));
                    double sum = values.stream().mapToDouble(it -> it).sum();
                    lines.add(String.format(
                            Locale.ROOT,
                            "%s,%s,%.0f,%.0f,%s,%+.0f",
                            settlement,
                            item,
                            simulated,
                            sum,
                            item.endsWith(HOURS) ? "h" : "MWh",
                            100 * (simulated / sum - 1)));
                }));
        return lines;
    }

    /**
     * Two lines of CSV {@code settlement,item,of,1,...,12} for each item that is stated by month, one simulated and one
     * stated, from those of {@link YearReport#byMonth}.
     */
    public List<String> byMonth(List<String> months) {
        List<String[]> rows = months.stream().map(it -> it.split(",", -1)).toList();
        List<Map<String, Map<String, Double>>> items =
                IntStream.range(0, 12).mapToObj(it -> items(rows, 4, 5 + it)).toList();
        List<String> lines = new ArrayList<>();
        fleet.stated()
                .forEach((settlement, stated) -> stated.forEach((item, values) -> {
                    if (values.size() == 12) {
                        lines.add(row(
                                settlement,
                                item,
                                "simulated",
                                items.stream()
                                        .map(it -> value(settlement, item, it.getOrDefault(settlement, Map.of())))));
                        lines.add(row(settlement, item, "stated", values.stream()));
                    }
                }));
        return lines;
    }

    private static String row(String settlement, String item, String of, Stream<Double> values) {
        return values.map(it -> String.format(Locale.ROOT, "%.0f", it))
                .collect(Collectors.joining(",", settlement + ',' + item + ',' + of + ',', ""));
    }

    /** By settlement and item, MWh. */
    private static Map<String, Map<String, Double>> items(List<String[]> rows, int unit, int value) {
        Map<String, Map<String, Double>> simulated = new TreeMap<>();
        for (String[] cells : rows) {
            boolean behindAMeter =
                    cells[2].equals("heat_pump") || (cells[2].equals("ev_charger") && cells[1].equals("home"));
            if (cells[unit].equals("MWh") && !behindAMeter) {
                take(
                        simulated.computeIfAbsent(cells[0], it -> new TreeMap<>()),
                        cells,
                        Double.parseDouble(cells[value]));
            }
        }
        return simulated;
    }

    private double value(String settlement, String item, Map<String, Double> items) {
        if (!item.endsWith(HOURS)) {
            return items.getOrDefault(item, 0.0);
        }
        String made = item.substring(0, item.length() - HOURS.length());
        double rated = rated(settlement, made);
        return rated == 0 ? 0 : items.getOrDefault(made, 0.0) * 1e6 / rated;
    }

    /** The full power of all that makes an item, W. */
    private double rated(String settlement, String item) {
        return fleet.registry().devices(settlement).stream()
                .mapToDouble(device -> switch (types.behaviour(device.type().id())
                        .model()) {
                    case PV -> item.equals("solar") ? number(device, "rated_power") : 0;
                    case HYDRO -> item.equals("hydro") ? number(device, "rated_power") : 0;
                    case WIND -> item.equals("wind") ? number(device, "rated_power") : 0;
                    case STREET_LIGHT ->
                        item.equals("street_lighting") ? number(device, "lamps") * number(device, "lamp_power") : 0;
                    default -> 0;
                })
                .sum();
    }

    private double number(Device device, String name) {
        String own = device.attributes().get(name);
        return own == null
                ? types.behaviour(device.type().id()).parameters().getOrDefault(name, 0.0)
                : Double.parseDouble(own);
    }

    /** What a site uses is what it draws and makes itself less what it gives away; the rest of the supply is lost. */
    private static void take(Map<String, Double> items, String[] cells, double value) {
        String kind = cells[1];
        if (cells[3].startsWith(YearReport.USED_FOR)) {
            add(items, kind + '_' + cells[3].substring(YearReport.USED_FOR.length()), value);
        }
        double sign = cells[3].equals("energy_export") || cells[3].equals("energy_charge") ? -1 : 1;
        switch (cells[3]) {
            case "energy_import", "energy_export", "energy_production", "energy_charge", "energy_discharge" -> {
                boolean made = !cells[3].equals("energy_import") && !cells[3].equals("energy_export");
                if (cells[3].equals("energy_production")) {
                    add(
                            items,
                            kind.equals("hydro_plant") ? "hydro" : kind.equals("wind_farm") ? "wind" : "solar",
                            value);
                }
                if (made || kind.equals("substation")) {
                    add(items, "total", sign * value);
                    add(items, "losses", sign * value);
                }
                if (!SUPPLY.contains(kind)) {
                    add(items, kind, sign * value);
                    add(items, "losses", -sign * value);
                }
            }
            default -> {
                // heat is no electricity
            }
        }
    }

    private static void add(Map<String, Double> items, String item, double value) {
        double unused = items.merge(item, value, Double::sum);
    }
}
