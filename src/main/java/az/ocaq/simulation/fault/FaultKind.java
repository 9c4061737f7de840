package az.ocaq.simulation.fault;

import az.ocaq.fleet.ModelKind;
import java.util.Locale;
import java.util.Set;

/** What can go wrong in a simulated village. The words in files are the names in lower case. */
public enum FaultKind {
    /** An inverter stands by day; size is not used. */
    INVERTER_TRIP("active_power 0 by day while neighbours produce", 0.1, 48, 1, ModelKind.PV),
    /** Dirt gathers: size is the share that is lost a day, up to three tenths. */
    SOILING("the performance ratio falls from day to day", 240, 1440, 0.004, ModelKind.PV),
    /** Snow covers the panels, size of them, and slides off in the second half of its time. */
    SNOW("performance ratio below 0.2 in the cold, then back by itself", 12, 96, 1, ModelKind.PV),
    /** Panels give less: size is the share that is lost (a string, shade). */
    PANEL_LOSS("daily yield falls against the neighbours' by the size", 24, 240, 0.3, ModelKind.PV),
    /** The inverter is held down: size is the share of its rated power that it may give. */
    CURTAILMENT("a plateau at the cap; no stuck sensor", 2, 8, 0.5, ModelKind.PV),
    /** A hydro unit's trash rack clogs: size is the head that is lost, m. */
    TRASH_RACK("head and efficiency fall, pressure difference rises", 6, 72, 0.3, ModelKind.HYDRO),
    /** The river brings less to a hydro unit: size is the share that is missing. */
    LOW_FLOW("flow and power fall together, head stays", 24, 240, 0.4, ModelKind.HYDRO),
    /** Water runs in a home day and night: size in m3/h. */
    HOME_LEAK("flow never falls to 0 in 24 h", 24, 240, 0.04, ModelKind.HOME_WATER),
    /** A pipe of the district leaks: size is the hole's diameter in m; {@code growth} makes it grow up to that. */
    DISTRICT_LEAK(
            "night flow above the median of four weeks, homes draw no more", 24, 240, 0.01, ModelKind.DISTRICT_WATER),
    /** A meter counts less than what flows: size is the share that it counts. */
    THEFT(
            "the feeder's loss jumps, the meter's consumption falls",
            168,
            1440,
            0.6,
            ModelKind.HOUSEHOLD,
            ModelKind.BUILDING),
    /** More load on a site: size in W. */
    OVERLOAD("oil and hot spot rise, load factor above 120 %", 2, 6, 320_000, ModelKind.HOUSEHOLD, ModelKind.BUILDING),
    /** The voltage at a site shifts: size is the share, negative for a sag; {@code metric} names one phase. */
    VOLTAGE_SHIFT(
            "voltage outside 230 V +-10 %, or one phase away from the others",
            0.05, 3, 0.12, ModelKind.HOUSEHOLD, ModelKind.BUILDING, ModelKind.FEEDER),
    /** Lamps stay dark: size is the share that does. */
    LAMPS_DEAD("power falls below what the dimming asks for", 24, 240, 0.25, ModelKind.STREET_LIGHT),
    /** Lamps burn by day. */
    DAY_BURNER("power while the sun is up", 4, 48, 1, ModelKind.STREET_LIGHT),
    /** A charging point says that it charges and gives nothing. */
    EV_STUCK("state charging without power", 1, 12, 1, ModelKind.EV),
    /** A valve does not follow: size 1 stays open, 2 stays shut, whatever {@code valve} says. */
    VALVE_STUCK("flow that does not fit the valve", 12, 72, 1, ModelKind.IRRIGATION),
    /** The two thermometers of a heat meter change places. */
    SWAPPED_SENSORS("negative temperature difference", 24, 240, 1, ModelKind.HEAT_METER),
    /** The registers start again at zero. */
    COUNTER_RESET("no negative and no huge consumption", 0.02, 0.02, 1),
    /** The registers pass their last digit and go on at zero: size is the modulus; without, the type's, else 2^32. */
    COUNTER_ROLLOVER("consumption goes on over the rollover", 0.02, 0.02, Double.NaN),
    /** Nothing is told; what was measured comes later in one message when {@code backfill} is set. */
    OFFLINE("the device goes offline; the registers keep the difference", 0.1, 24, 1),
    /** The way to the broker is broken: every message comes once it is there again, the last one twice. */
    BROKER_LOSS("a gap that fills itself, nothing counts twice", 0.02, 0.5, 1),
    /** A metric shows one value all the time: size, or the value at the fault's beginning. */
    STUCK("no change for more than 30 minutes by day", 3, 48, Double.NaN),
    /** A metric drifts away: size is the share per day. */
    DRIFT("the ratio to a twin leaves 1", 168, 1440, 0.005),
    /** A metric now and then shows ten times its value: size is the share of the reports. */
    SPIKE("single values far from their neighbours", 24, 168, 0.002),
    /** A metric shows what belongs to another one, {@code source}. */
    WRONG_CHANNEL("two metrics are the same, correlation 1", 24, 240, 1),
    /** The device's clock is wrong: size in seconds; {@code growth} makes it drift up to that. */
    CLOCK_SKEW("times in the future or the past", 6, 72, 3600),
    /** Every message comes twice. */
    DUPLICATE("nothing counts twice", 1, 24, 1),
    /** Messages are held for size seconds, three at least, and come in another order. */
    REORDER("the newest value stays the newest, nothing counts twice", 1, 24, 60);

    private final String expected;
    private final double shortestHours;
    private final double longestHours;
    private final double usualSize;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<ModelKind> models;

    FaultKind(String expected, double shortestHours, double longestHours, double usualSize, ModelKind... models) {
        this.expected = expected;
        this.shortestHours = shortestHours;
        this.longestHours = longestHours;
        this.usualSize = usualSize;
        this.models = Set.of(models);
    }

    /** What a monitoring server must make of it. */
    public String expected() {
        return expected;
    }

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a device of a model can have it. */
    public boolean fits(ModelKind model) {
        return models.isEmpty() || models.contains(model);
    }

    /** Whether it is of one metric, which must be named. */
    boolean namesMetric() {
        return this == DRIFT || this == SPIKE || this == WRONG_CHANNEL;
    }

    /** Its size where nobody says one; NaN where it has a meaning of its own. */
    double usualSize() {
        return usualSize;
    }

    /** How long one lasts that comes by chance, hours. */
    double shortestHours() {
        return shortestHours;
    }

    double longestHours() {
        return longestHours;
    }
}
