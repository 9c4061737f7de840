package az.ocaq.simulation;

import az.ocaq.fleet.Fleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The electricity of a simulated year beside what the fleet files state of it ({@code stated}), MWh. */
public final class YearBudget {
    private static final Set<String> SUPPLY = Set.of(
            "substation", "feeder", "transformer_station", "hydro_plant", "wind_farm", "solar_park", "battery_station");

    private final Fleet fleet;

    public YearBudget(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * Lines of CSV {@code settlement,item,simulated_MWh,stated_MWh,difference_percent}, from those of {@link YearReport}.
     * An item is a kind of site, {@code solar}, {@code hydro}, {@code losses} or {@code total}.
     */
    public List<String> of(List<String> year) {
        Map<String, Map<String, Double>> simulated = new TreeMap<>();
        for (String line : year) {
            String[] cells = line.split(",", -1);
            boolean behindAMeter =
                    cells[2].equals("heat_pump") || (cells[2].equals("ev_charger") && cells[1].equals("home"));
            if (cells[6].equals("MWh") && !behindAMeter) {
                take(simulated.computeIfAbsent(cells[0], it -> new TreeMap<>()), cells);
            }
        }
        List<String> lines = new ArrayList<>();
        fleet.stated().forEach((settlement, stated) -> {
            Map<String, Double> items = simulated.getOrDefault(settlement, Map.of());
            stated.forEach((item, value) -> lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%.0f,%.0f,%+.0f",
                    settlement,
                    item,
                    items.getOrDefault(item, 0.0),
                    value,
                    100 * (items.getOrDefault(item, 0.0) / value - 1))));
        });
        return lines;
    }

    /** What a site uses is what it draws and makes itself less what it gives away; the rest of the supply is lost. */
    private static void take(Map<String, Double> items, String[] cells) {
        String kind = cells[1];
        double value = Double.parseDouble(cells[5]);
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
