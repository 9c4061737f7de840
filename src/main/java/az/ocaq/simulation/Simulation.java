package az.ocaq.simulation;

import az.ocaq.device.Settlement;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.model.Reporter;
import az.ocaq.simulation.model.Village;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A simulated fleet. What a device tells at a time hangs on fleet, seed, device and time alone, not on what was asked
 * before; registers go on over any restart. One thread at a time.
 */
public final class Simulation {
    private final List<Reporter> reporters = new ArrayList<>();

    /** Recorded devices, and those of a type without a model, are left out. */
    public Simulation(Fleet fleet, DeviceTypes types, long seed) {
        this(fleet, types, seed, FaultSchedule.NONE);
    }

    /** A fleet in which things go wrong. */
    public Simulation(Fleet fleet, DeviceTypes types, long seed, FaultSchedule faults) {
        for (Settlement settlement : fleet.registry().settlements()) {
            Village village = new Village(fleet, settlement.id(), types, seed, faults);
            reporters.addAll(village.reporters());
        }
    }

    /** Every simulated device. */
    public List<Reporter> reporters() {
        return List.copyOf(reporters);
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

    /** Like {@link #readings}, as the messages that the devices publish; they arrive at the time they tell. */
    public void messages(Instant from, Instant to, Duration step, Consumer<Message> sink) {
        Schedule schedule = new Schedule(reporters, step);
        schedule.walk(from, to, (reporter, millis) -> send(reporter, millis, step, sink));
    }

    /** What a device publishes when it is due: nothing while it is offline, afterwards what it kept. */
    static void send(Reporter reporter, long millis, Duration step, Consumer<Message> sink) {
        if (reporter.isOffline(millis)) {
            return;
        }
        long every = Math.max(reporter.device().type().interval().toMillis(), step.toMillis());
        Message message = new Message(
                reporter.topic(), reporter.payloadWithBacklog(millis, every), Instant.ofEpochMilli(millis), false);
        sink.accept(message);
        if (reporter.isDoubled(millis)) {
            sink.accept(message);
        }
    }
}
