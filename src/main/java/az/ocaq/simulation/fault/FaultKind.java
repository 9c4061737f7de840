package az.ocaq.simulation.fault;

import java.util.Locale;

/** What can go wrong in a simulated village. The words in files are the names in lower case. */
public enum FaultKind {
    /** An inverter stands by day; size is not used. */
    INVERTER_TRIP("active_power 0 by day while neighbours produce"),
    /** Panels give less: size is the share that is lost (snow, a string, dirt). */
    PANEL_LOSS("daily yield falls against the neighbours' by the size"),
    /** A hydro unit's trash rack clogs: size is the head that is lost, m. */
    TRASH_RACK("head and efficiency fall, pressure difference rises"),
    /** Water runs in a home day and night: size in m3/h. */
    HOME_LEAK("flow never falls to 0 in 24 h"),
    /** A pipe of the district leaks: size is the hole's diameter in m; {@code growth} makes it grow up to that. */
    DISTRICT_LEAK("night flow above the median of four weeks, homes draw no more"),
    /** A meter counts less than what flows: size is the share that it counts. */
    THEFT("the feeder's loss jumps, the meter's consumption falls"),
    /** More load on a site: size in W. */
    OVERLOAD("oil and hot spot rise, load factor above 120 %"),
    /** The voltage at a site shifts: size is the share, negative for a sag. */
    VOLTAGE_SHIFT("voltage outside 230 V +-10 %"),
    /** Lamps stay dark: size is the share that does. */
    LAMPS_DEAD("power falls below what the dimming asks for"),
    /** Lamps burn by day. */
    DAY_BURNER("power while the sun is up"),
    /** The registers start again at zero, at the local midnight before. */
    COUNTER_RESET("no negative and no huge consumption"),
    /** Nothing is told; what was measured comes later in one message when {@code backfill} is set. */
    OFFLINE("the device goes offline; the registers keep the difference"),
    /** A metric shows one value all the time: size, or the day's first value. */
    STUCK("no change for more than 30 minutes by day"),
    /** A metric drifts away: size is the share per day. */
    DRIFT("the ratio to a twin leaves 1"),
    /** A metric now and then shows ten times its value: size is the share of the reports. */
    SPIKE("single values far from their neighbours"),
    /** The device's clock is wrong: size in seconds. */
    CLOCK_SKEW("times in the future or the past"),
    /** Every message comes twice. */
    DUPLICATE("nothing counts twice");

    private final String expected;

    FaultKind(String expected) {
        this.expected = expected;
    }

    /** What a monitoring server must make of it. */
    public String expected() {
        return expected;
    }

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
