package az.ocaq.alarm.engine;

import java.util.OptionalDouble;

/** What made a condition true or false: when by the device's clock, the value, and in words. */
record Fact(long eventTime, OptionalDouble value, String cause) {
    static Fact of(long eventTime, double value) {
        return new Fact(eventTime, Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty(), "");
    }

    static Fact of(long eventTime, String cause) {
        return new Fact(eventTime, OptionalDouble.empty(), cause);
    }
}
