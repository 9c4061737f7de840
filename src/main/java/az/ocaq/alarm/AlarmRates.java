package az.ocaq.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many alarms operators were shown, after EEMUA 191 and ISA-18.2: annunciations, not what was hidden.
 *
 * @param total annunciations
 * @param alarms how many different ones
 * @param averagePer10Minutes per operator
 * @param steadyPer10Minutes the same outside of floods: from a bin with more than 10 to one with fewer than 5
 * @param peak10Minutes most in one aligned 10-minute bin, per operator
 * @param floodPercent share of the bins with more than 10 per operator
 * @param top10Percent share of the ten most frequent alarms
 * @param chattering alarms with three annunciations or more within a minute
 */
public record AlarmRates(
        long total,
        int alarms,
        double averagePer10Minutes,
        double steadyPer10Minutes,
        double peak10Minutes,
        double floodPercent,
        double top10Percent,
        List<String> chattering) {
    private static final long BIN = 600_000;
    private static final int FLOOD = 10;
    private static final int FLOOD_OVER = 5;
    private static final int TOP = 10;
    private static final int CHATTER = 3;
    private static final long MINUTE = 60_000;

    public AlarmRates {
        chattering = List.copyOf(chattering);
    }

    /** Computes them from the times at which each alarm was annunciated. */
    public static AlarmRates of(Map<String, List<Instant>> annunciations, int operators, Duration period) {
        TreeMap<Long, Integer> bins = new TreeMap<>();
        annunciations.values().stream()
                .flatMap(Collection::stream)
                .forEach(it -> bins.merge(it.toEpochMilli() / BIN, 1, Integer::sum));
        double count = Math.max(1, period.toMillis() / (double) BIN);
        long total = annunciations.values().stream().mapToLong(List::size).sum();
        long floods =
                bins.values().stream().filter(it -> it > FLOOD * operators).count();
        long top = annunciations.values().stream()
                .map(List::size)
                .sorted(Comparator.reverseOrder())
                .limit(TOP)
                .mapToLong(it -> it)
                .sum();
        int peak = bins.values().stream().mapToInt(it -> it).max().orElse(0);
        return new AlarmRates(
                total,
                annunciations.size(),
                total / count / operators,
                steady(bins, operators, count),
                (double) peak / operators,
                Math.min(100, 100 * floods / count), // a period may begin and end within bins
                total == 0 ? 0 : 100.0 * top / total,
                new TreeMap<>(annunciations)
                        .entrySet().stream()
                                .filter(it -> chatters(it.getValue()))
                                .map(Map.Entry::getKey)
                                .toList());
    }

    private static double steady(TreeMap<Long, Integer> bins, int operators, double count) {
        long outside = 0;
        long within = 0;
        long flooded = Long.MIN_VALUE; // the last bin of the flood that goes on
        for (Map.Entry<Long, Integer> bin : bins.entrySet()) {
            boolean goesOn = bin.getKey() == flooded + 1 && bin.getValue() >= FLOOD_OVER * operators;
            if (bin.getValue() > FLOOD * operators || goesOn) {
                flooded = bin.getKey();
                within++;
            } else {
                outside += bin.getValue();
            }
        }
        return count <= within ? 0 : outside / (count - within) / operators;
    }

    private static boolean chatters(List<Instant> times) {
        List<Instant> sorted = times.stream().sorted().toList();
        for (int i = CHATTER - 1; i < sorted.size(); i++) {
            long span =
                    sorted.get(i).toEpochMilli() - sorted.get(i - CHATTER + 1).toEpochMilli();
            if (span < MINUTE) {
                return true;
            }
        }
        return false;
    }
}
