package az.ocaq.decode.sparkplug;

import az.ocaq.decode.MetricWords;
import az.ocaq.decode.Names;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The metrics that the birth of one edge node or device described, by alias and by name. */
final class Birth {
    /** Commands, and what the device is rather than what it measures. */
    private static final Pattern NOT_MEASURED =
            Pattern.compile("(?i)bdSeq|(node|device) (control|info)/.*|(node|device)_(control|info)/.*|properties/.*");

    private static final Pattern STATE = Pattern.compile("(?i)(.*[/_ .])?(state|status|mode)");

    private static final int LONGEST_NAME = 500;

    private final DeviceId device;
    private final String subject;
    private final Map<String, Described> byName = new LinkedHashMap<>();
    private final Map<Long, Described> byAlias = new HashMap<>();
    private final Set<String> metrics = new HashSet<>();

    /** Whether the edge node or device is there still: no death certificate has come since. */
    boolean alive = true;

    Birth(String subject) {
        this.subject = subject;
        this.device = SparkplugTopic.id(subject);
    }

    int size() {
        return byName.size();
    }

    Collection<Described> all() {
        return byName.values();
    }

    Optional<Described> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Described> alias(long alias) {
        return Optional.ofNullable(byAlias.get(alias));
    }

    /**
     * Takes one metric of the birth; a name that was there before keeps its first description. What is beyond the most
     * metrics of a birth, members of templates included, goes nowhere.
     */
    Described describe(String name, Optional<Long> alias, int type, String unit) {
        Described known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (byName.size() >= PayloadReader.MOST_METRICS || name.length() > LONGEST_NAME) {
            return new Described(name, alias, type, unit, Optional.empty(), Units.plain(Unit.UNKNOWN));
        }
        Described described = described(name, alias, type, unit);
        byName.put(name, described);
        alias.ifPresent(it -> byAlias.put(it, described));
        return described;
    }

    private Described described(String name, Optional<Long> alias, int type, String unit) {
        Scale none = Units.plain(Unit.UNKNOWN);
        if (NOT_MEASURED.matcher(name).matches() || !DataTypes.isMeasured(type) || isAbout(name, type, unit)) {
            return new Described(name, alias, type, unit, Optional.empty(), none);
        }
        if (DataTypes.isText(type)
                || DataTypes.isBoolean(type)
                || STATE.matcher(name).matches()) {
            return new Described(name, alias, type, unit, Optional.of(unique(wordMetric(name, type), name)), none);
        }
        Optional<Scale> scale = Units.of(unit);
        if (scale.isEmpty() || scale.get().unit() == Unit.UNKNOWN) {
            Names.Named named = Names.named(name);
            return new Described(name, alias, type, unit, Optional.of(unique(named.metric(), name)), named.scale());
        }
        Metric metric = MetricWords.metric(name, scale.get().unit(), subject);
        return new Described(name, alias, type, unit, Optional.of(unique(metric, name)), scale.get());
    }

    /** Whether a number or a text is a set-point, or says in no unit who the device is, when, or which fault it has. */
    private static boolean isAbout(String name, int type, String unit) {
        if (DataTypes.isBoolean(type) || STATE.matcher(name).matches()) {
            return false;
        }
        boolean code = DataTypes.isNumber(type) && Names.isCode(name);
        return Names.isWanted(name) || (unit.isEmpty() && (code || Names.isIdentity(name)));
    }

    private static Metric wordMetric(String name, int type) {
        boolean text = DataTypes.isText(type) && !STATE.matcher(name).matches();
        return text ? MetricWords.text(name) : MetricWords.state(name);
    }

    /** Two metrics whose names mean the same stay two: the second carries its whole name as channel. */
    private SeriesId unique(Metric metric, String name) {
        Metric own = metrics.contains(metric.name())
                ? Metric.of(metric.quantity(), name, metric.phase(), metric.unit())
                : metric;
        metrics.add(own.name());
        return new SeriesId(device, own);
    }

    /** The value in the metric's unit. */
    static double scaled(Described described, double value, Metric metric) {
        return metric.unit() == Unit.STATE ? value : described.scale().apply(value, metric.unit());
    }
}
