package az.ocaq.simulation.replay;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which column of a recorded file is which metric of which device; a file of {@code devices/mappings/}.
 *
 * @param timeColumn the column with the time
 * @param timeFormat how it is written
 * @param zone of times that do not tell theirs
 * @param separator between two columns
 * @param missing texts that stand for no value
 * @param columns by the name of the column
 */
public record Mapping(
        String timeColumn,
        DateTimeFormatter timeFormat,
        ZoneId zone,
        char separator,
        Set<String> missing,
        Map<String, Column> columns) {
    public Mapping {
        missing = Set.copyOf(missing);
    }

    /**
     * What a column holds.
     *
     * @param device whose metric it is
     * @param metric its name
     * @param factor by which the column's number becomes one in the metric's unit
     */
    public record Column(DeviceId device, String metric, BigDecimal factor) {}

    /** Reads a mapping; what is wrong with it is noted as problems. */
    public static Mapping load(Path file, Problems problems) {
        YamlMap map = YamlFile.read(file, problems);
        YamlMap time = map.map("time");
        String timeColumn = time.string("column");
        DateTimeFormatter format = format(time);
        ZoneId zone = zone(time);
        time.finish();
        Set<String> missing = new HashSet<>(map.strings("missing"));
        char separator = separator(map);
        Map<String, Column> columns = new LinkedHashMap<>();
        map.maps("columns").forEach((name, column) -> column(column).ifPresent(it -> columns.put(name, it)));
        if (columns.isEmpty()) {
            map.problem("columns", "must name at least one column");
        }
        map.finish();
        return new Mapping(timeColumn, format, zone, separator, missing, columns);
    }

    /** Notes every column whose device or metric no fleet has. */
    public void check(Path file, DeviceRegistry registry, Problems problems) {
        columns.forEach((name, column) -> {
            String where = file + " columns." + name;
            Optional<Device> device = registry.device(column.device());
            if (device.isEmpty()) {
                problems.add(where + ".device", "there is no device '" + column.device() + "'");
            } else if (!device.get().type().metrics().containsKey(column.metric())) {
                problems.add(where + ".metric", "'" + column.device() + "' has no metric '" + column.metric() + "'");
            }
        });
    }

    /** The devices that the columns belong to, each with its columns in the order of the file. */
    Map<DeviceId, List<String>> columnsByDevice() {
        Map<DeviceId, List<String>> devices = new LinkedHashMap<>();
        columns.forEach((name, column) -> devices.computeIfAbsent(column.device(), id -> new ArrayList<>())
                .add(name));
        return devices;
    }

    private static DateTimeFormatter format(YamlMap time) {
        String pattern = time.string("format");
        try {
            return pattern.equals("iso") ? DateTimeFormatter.ISO_DATE_TIME : DateTimeFormatter.ofPattern(pattern);
        } catch (IllegalArgumentException e) {
            time.problem("format", "'" + pattern + "' is no pattern of a time, such as yyyy-MM-dd HH:mm:ss, or iso");
            return DateTimeFormatter.ISO_DATE_TIME;
        }
    }

    private static ZoneId zone(YamlMap time) {
        String zone = time.string("zone", "UTC");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            time.problem("zone", "'" + zone + "' is no time zone");
            return ZoneId.of("UTC");
        }
    }

    private static char separator(YamlMap map) {
        String separator = map.string("separator", ",");
        if (separator.length() != 1) {
            map.problem("separator", "must be one character");
            return ',';
        }
        return separator.charAt(0);
    }

    private static Optional<Column> column(YamlMap map) {
        Optional<DeviceId> device = DeviceId.parse(map.string("device"));
        if (device.isEmpty()) {
            map.problem("device", "must be settlement/site/device in lower case");
        }
        String metric = map.string("metric");
        String unit = map.string("unit");
        if (!Metric.isName(metric)) {
            map.problem("metric", "must be a name in snake case");
        } else if (Metric.named(metric).unit() != Unit.UNKNOWN
                && !Metric.named(metric).unit().code().equals(unit)) {
            map.problem(
                    "unit",
                    "'" + metric + "' is stored in "
                            + Metric.named(metric).unit().code() + ": say this unit, and the factor that leads to it");
        }
        BigDecimal factor = factor(map);
        map.finish();
        return device.map(id -> new Column(id, metric, factor));
    }

    private static BigDecimal factor(YamlMap map) {
        String text = map.string("factor", "1");
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            map.problem("factor", "'" + text + "' is not a number");
            return BigDecimal.ONE;
        }
    }
}
