package az.ocaq.simulation;

import az.ocaq.device.Settlement;
import az.ocaq.fleet.Convention;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.simulation.convention.Voice;
import az.ocaq.simulation.environment.GridFrequency;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.model.Reporter;
import az.ocaq.simulation.model.Village;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A simulated fleet. What a device tells at a time hangs on fleet, seed, device and time alone, not on what was asked
 * before; registers go on over any restart. One thread at a time.
 */
public final class Simulation {
    private final List<Reporter> reporters = new ArrayList<>();
    private final Map<String, Village> villages = new LinkedHashMap<>();

    /** Recorded devices, and those of a type without a model, are left out. */
    public Simulation(Fleet fleet, DeviceTypes types, long seed) {
        this(fleet, types, seed, FaultSchedule.NONE);
    }

    /** A fleet in which things go wrong. */
    public Simulation(Fleet fleet, DeviceTypes types, long seed, FaultSchedule faults) {
        GridFrequency grid = new GridFrequency(seed);
        for (Settlement settlement : fleet.registry().settlements()) {
            Village village = new Village(fleet, settlement.id(), types, seed, faults, grid);
            villages.put(settlement.id(), village);
            reporters.addAll(village.reporters());
        }
    }

    /** Every simulated device. */
    public List<Reporter> reporters() {
        return Collections.unmodifiableList(reporters);
    }

    /** One more fault, which must not begin before what was told last. */
    public void add(Fault fault) {
        String settlement = fault.device().split("/", 2)[0];
        Optional.ofNullable(villages.get(settlement)).ifPresent(it -> it.add(fault));
    }

    /**
     * The readings from a time (included) to another (not), in the order of their times.
     *
     * @param step the least time between two reports of a device; zero for the interval of its type
     */
    public void readings(Instant from, Instant to, Duration step, Consumer<Reading> sink) {
        Schedule schedule = new Schedule(reporters, step);
        schedule.walk(from, to, (reporter, millis) -> {
            if (!reporter.isOffline(millis)) {
                reporter.readings(millis, sink);
            }
        });
    }

    /**
     * Like {@link #readings}, as the messages that the devices publish, in the order in which they arrive. Devices of a
     * convention that describes itself say so first.
     */
    public void messages(Instant from, Instant to, Duration step, Consumer<Message> sink) {
        Arrival arrival = new Arrival(sink);
        for (Reporter reporter : reporters) {
            if (reporter.convention() != Convention.NATIVE) {
                reporter.begin(from.toEpochMilli(), arrival.at(from.toEpochMilli()));
            }
        }
        Schedule schedule = new Schedule(reporters, step);
        schedule.walk(
                from, to, (reporter, millis) -> reporter.messages(millis, every(reporter, step), arrival.at(millis)));
    }

    /** Milliseconds between two reports. */
    static long every(Reporter reporter, Duration step) {
        return Math.max(reporter.intervalMillis(), step.toMillis());
    }

    /** Gives messages the time at which they arrive. */
    private static final class Arrival implements Voice.Sink {
        private final Consumer<Message> sink;
        private Instant time = Instant.EPOCH;

        Arrival(Consumer<Message> sink) {
            this.sink = sink;
        }

        Arrival at(long epochMillis) {
            time = Instant.ofEpochMilli(epochMillis);
            return this;
        }

        @Override
        public void say(String topic, byte[] payload, boolean retained) {
            sink.accept(new Message(topic, payload, time, false));
        }
    }
}
