package az.ocaq;

import az.ocaq.alarm.Diagnosis;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much one sender may have stored, so that a device gone mad costs itself alone. Each has a bucket of values that fills up
 * with time. Time passes by the arrival of its messages, and also by what they tell: a backlog that is told in the order of
 * its times fills the bucket as it would have, had it come when it was measured, and so is never limited, however long the
 * outage was. What is told out of order lives on the bucket. A message is taken whole or not at all. Confined to the
 * pipeline's context.
 */
final class DeviceLimit {
    /** What the alarm rules know the number of refused messages by. */
    static final String METRIC = Diagnosis.PREFIX + "excess";

    /** Likewise, of all devices together that nobody has registered. */
    static final String OF_STRANGERS = METRIC + "_of_strangers";

    private static final int MOST_SENDERS = 500_000;
    private static final int MOST_WATCHED = 100;
    private static final int MOST_COUNTERS = 100;

    /**
     * How much.
     *
     * @param rate values per second
     * @param burst values at once
     */
    record Allowance(int rate, int burst) {}

    /** What came of a message. */
    enum Verdict {
        TAKEN,
        /** Too much, for the first time in a while. */
        FIRST_REFUSED,
        REFUSED
    }

    private static final class Bucket {
        private double values;
        private long arrival;
        private long told = Long.MAX_VALUE;
    }

    private final Allowance allowance;
    private final MeterRegistry meters;
    private final Map<DeviceId, Bucket> buckets = new HashMap<>();
    private final Map<DeviceId, Long> refused = new LinkedHashMap<>();
    private final Map<DeviceId, Counter> counters = new HashMap<>();
    private final Counter others;

    DeviceLimit(Allowance allowance, MeterRegistry meters) {
        this.allowance = allowance;
        this.meters = meters;
        this.others = counter("other");
    }

    /** Whether a message is taken. What nobody owns is: no store keeps it. */
    Verdict judge(Decoded decoded, Message message) {
        long arrival = message.receivedAt().toEpochMilli();
        if (decoded instanceof Decoded.Readings found) {
            return judge(found.device(), found.readings(), arrival);
        }
        return sender(decoded).map(device -> judge(device, List.of(), arrival)).orElse(Verdict.TAKEN);
    }

    /** What the quarantine is told of the first refused message. */
    Decoded.Rejected refusal(Decoded decoded) {
        return new Decoded.Rejected(
                sender(decoded),
                Decoded.Reason.OVER_LIMIT,
                "its device sends more than " + allowance.rate() + " values per second for long (ingest.device_rate,"
                        + " ingest.device_burst); this message and those that follow are not stored, only counted in"
                        + " ocaq_device_excess_messages_total");
    }

    private static Optional<DeviceId> sender(Decoded decoded) {
        if (decoded instanceof Decoded.Readings found) {
            return Optional.of(found.device());
        } else if (decoded instanceof Decoded.Status status) {
            return Optional.of(status.device());
        }
        return decoded instanceof Decoded.Rejected rejected ? rejected.device() : Optional.empty();
    }

    /**
     * Whether a sender's message is taken.
     *
     * @param readings its values; none counts as one
     * @param arrival epoch ms by the server's clock, which may jump: back costs nobody anything
     */
    private Verdict judge(DeviceId sender, List<Reading> readings, long arrival) {
        Bucket bucket = bucket(sender, arrival);
        long newest = readings.stream()
                .mapToLong(it -> Math.min(it.time().toEpochMilli(), arrival))
                .max()
                .orElse(Long.MIN_VALUE);
        long passed = Math.max(arrival - bucket.arrival, newest > bucket.told ? newest - bucket.told : 0);
        double gained = Math.max(passed, 0) / 1e3 * allowance.rate();
        bucket.values = Math.min(bucket.values + gained, allowance.burst());
        bucket.arrival = arrival;
        if (newest != Long.MIN_VALUE) {
            bucket.told = bucket.told == Long.MAX_VALUE ? newest : Math.max(bucket.told, newest);
        }
        if (bucket.values < 1) {
            return refuse(sender);
        }
        bucket.values -= Math.max(readings.size(), 1);
        return Verdict.TAKEN;
    }

    /** Fills every bucket: the broker delivers again what was not acknowledged. */
    void forget() {
        buckets.clear();
    }

    /** For each sender that was refused lately, how many messages since the last call; a zero is its last. */
    Stream<Diagnosis> diagnoses() {
        Map<DeviceId, Long> now = new LinkedHashMap<>(refused);
        refused.values().removeIf(count -> count == 0);
        refused.replaceAll((sender, count) -> 0L);
        return now.entrySet().stream().map(it -> new Diagnosis(it.getKey(), METRIC, it.getValue(), ""));
    }

    private Verdict refuse(DeviceId sender) {
        Counter counter = counters.get(sender);
        if (counter == null && counters.size() < MOST_COUNTERS) {
            counter = counter(sender.toString());
            counters.put(sender, counter);
        }
        (counter == null ? others : counter).increment();
        Long before = refused.get(sender);
        if (before == null && refused.size() >= MOST_WATCHED) {
            return Verdict.REFUSED;
        }
        refused.put(sender, before == null ? 1 : before + 1);
        return before == null ? Verdict.FIRST_REFUSED : Verdict.REFUSED;
    }

    private Bucket bucket(DeviceId sender, long arrival) {
        Bucket known = buckets.get(sender);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= MOST_SENDERS) {
            buckets.clear();
        }
        Bucket added = new Bucket();
        added.values = allowance.burst();
        added.arrival = arrival;
        buckets.put(sender, added);
        return added;
    }

    private Counter counter(String device) {
        return Counter.builder("ocaq.device.excess.messages")
                .description("Messages that were not stored because their device sent too many")
                .tag("device", device)
                .register(meters);
    }
}
