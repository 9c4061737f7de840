package az.ocaq.bench;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.store.Selection;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store holds of a load, counted reading by reading.
 *
 * @param acknowledged messages that the broker acknowledged to the devices
 * @param stored messages found, each counted once
 * @param lost messages acknowledged and not found
 * @param twice readings found that repeat a message
 */
public record Tally(long acknowledged, long stored, long lost, long twice) {
    private static final String NUMBER = "energy_import";
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    /** Counts a store's readings against the loads that were run. */
    public static Future<Tally> count(TimeSeriesStore store, List<LoadResult> loads) {
        Map<DeviceId, BitSet> found = new HashMap<>();
        long[] twice = new long[1];
        Selection numbers = new Selection(Optional.empty(), Optional.empty(), Optional.of(NUMBER));
        return store.scan(numbers, LONG_AGO, FAR_AHEAD, readings -> {
                    for (Reading reading : readings) {
                        BitSet device = found.computeIfAbsent(reading.series().device(), key -> new BitSet());
                        twice[0] += device.get((int) reading.value()) ? 1 : 0;
                        device.set((int) reading.value());
                    }
                })
                .map(done -> compare(found, twice[0], loads));
    }

    private static Tally compare(Map<DeviceId, BitSet> found, long twice, List<LoadResult> loads) {
        long acknowledged = 0;
        long lost = 0;
        for (LoadResult result : loads) {
            for (int device = 0; device < result.load().devices(); device++) {
                BitSet missing = (BitSet) result.kept().get(device).clone();
                acknowledged += missing.cardinality();
                missing.andNot(found.getOrDefault(result.load().device(device), new BitSet()));
                lost += missing.cardinality();
            }
        }
        long stored = found.values().stream().mapToLong(BitSet::cardinality).sum();
        return new Tally(acknowledged, stored, lost, twice);
    }
}
