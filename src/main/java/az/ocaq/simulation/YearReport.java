package az.ocaq.simulation;

import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.fleet.Fleet;
import az.ocaq.measurement.Quantity;
import az.ocaq.simulation.model.Reporter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the registers of a simulated fleet count in a year, added up by kind of site and type of device, and what homes used
 * their electricity for, which no register tells.
 */
public final class YearReport {
    /** Begins what stands for a metric in rows of what homes used: {@code used_for_heating}. */
    static final String USED_FOR = "used_for_";

    private final Simulation simulation;
    private final DeviceRegistry registry;

    public YearReport(Simulation simulation, Fleet fleet) {
        this.simulation = simulation;
        this.registry = fleet.registry();
    }

    /** Lines of CSV {@code settlement,site_kind,device_type,metric,devices,value,unit} for a calendar year. */
    public List<String> of(int year) {
        return between(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)).entrySet().stream()
                .map(it -> it.getKey() + ',' + it.getValue().text(it.getKey()))
                .toList();
    }

    /**
     * Lines of CSV {@code settlement,site_kind,device_type,metric,unit} and a value for each month of a calendar year of
     * every counter and use.
     */
    public List<String> byMonth(int year) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (LocalDate month = LocalDate.of(year, 1, 1); month.getYear() == year; month = month.plusMonths(1)) {
            between(month, month.plusMonths(1))
                    .forEach((key, row) -> rows.computeIfAbsent(key, it -> new ArrayList<>(List.of(key, row.unit(key))))
                            .add(row.value(key)));
        }
        return rows.values().stream().map(cells -> String.join(",", cells)).toList();
    }

    /** What is counted from the beginning of a day to that of another. */
    private Map<String, Row> between(LocalDate from, LocalDate to) {
        // one end for all devices, then the other: the days between are computed once
        Map<Reporter, Map<String, Double>> first = new HashMap<>();
        simulation.reporters().forEach(it -> first.put(it, at(it, from)));
        Map<String, Row> rows = new TreeMap<>();
        for (Reporter reporter : simulation.reporters()) {
            Map<String, Double> begin = first.getOrDefault(reporter, Map.of());
            at(reporter, to)
                    .forEach((metric, end) -> rows.computeIfAbsent(key(reporter, metric), key -> new Row())
                            .add(end - begin.getOrDefault(metric, 0.0)));
        }
        return rows;
    }

    /** Its counters and uses at the start of a day. */
    private Map<String, Double> at(Reporter reporter, LocalDate day) {
        Settlement settlement =
                registry.settlement(reporter.device().id().settlement()).orElseThrow();
        Instant time = day.atStartOfDay(settlement.zone()).toInstant();
        Map<String, Double> values = new HashMap<>();
        reporter.readings(time.toEpochMilli(), reading -> {
            String name = reading.series().metric().name();
            if (reading.series().metric().kind() == Quantity.Kind.COUNTER && !name.equals("energy_session")) {
                values.put(name, reading.value());
            }
        });
        reporter.uses(time.toEpochMilli()).forEach((use, energy) -> values.put(USED_FOR + use.word(), energy));
        return values;
    }

    private String key(Reporter reporter, String metric) {
        var id = reporter.device().id();
        String kind = registry.site(id.settlement(), id.site())
                .map(site -> site.kind().word())
                .orElse("");
        return String.join(",", id.settlement(), kind, reporter.device().type().id(), metric);
    }

    /** The sum of one metric over devices that are alike. */
    private static final class Row {
        private int devices;
        private double sum;

        void add(double value) {
            devices++;
            sum += value;
        }

        String text(String key) {
            return devices + "," + value(key) + ',' + unit(key);
        }

        String value(String key) {
            return String.format(Locale.ROOT, "%.3f", isEnergy(key) ? sum / 1e6 : sum);
        }

        String unit(String key) {
            return isEnergy(key) ? "MWh" : canonical(key);
        }

        private static boolean isEnergy(String key) {
            return canonical(key).equals("Wh");
        }

        private static String canonical(String key) {
            String metric = key.substring(key.lastIndexOf(',') + 1);
            return metric.startsWith(USED_FOR)
                    ? "Wh"
                    : Quantity.named(metric).map(it -> it.unit().code()).orElse("");
        }
    }
}
