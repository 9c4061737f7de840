package az.ocaq.alarm.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule would have said.
 *
 * @param rule its id
 * @param unit of the values
 * @param from included
 * @param to not included
 * @param readings how many were looked at
 * @param first when the first of them was measured: nothing is stored of the time before
 * @param occurrences in the order of their beginnings
 */
public record BacktestResult(
        String rule,
        String unit,
        Instant from,
        Instant to,
        long readings,
        Optional<Instant> first,
        List<Occurrence> occurrences) {
    /** An occurrence that is shorter than this is hardly worth a person's time. */
    public static final Duration SHORT = Duration.ofMinutes(2);

    public BacktestResult {
        occurrences = List.copyOf(occurrences);
    }

    /** How many occurrences were shorter than {@link #SHORT}; one that goes on is not. */
    public long brief() {
        return occurrences.stream()
                .filter(it -> it.to().isPresent() && it.duration(to).compareTo(SHORT) < 0)
                .count();
    }

    /** The occurrences of each device, the device with most of them first. */
    public Map<String, List<Occurrence>> byDevice() {
        Map<String, List<Occurrence>> byDevice = new LinkedHashMap<>();
        occurrences.forEach(it -> byDevice.computeIfAbsent(it.device(), key -> new java.util.ArrayList<>())
                .add(it));
        Map<String, List<Occurrence>> sorted = new LinkedHashMap<>();
        byDevice.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getValue().size(), a.getValue().size()))
                .forEach(it -> sorted.put(it.getKey(), it.getValue()));
        return sorted;
    }

    /** The answer in one sentence. */
    public String sentence() {
        long days = Math.max(1, Math.round(Duration.between(from, to).toHours() / 24.0));
        return rule + " would have raised " + count(occurrences.size(), "time") + " in " + count(days, "day") + " at "
                + count(byDevice().size(), "device") + ", " + brief() + " of them shorter than " + SHORT.toMinutes()
                + " minutes";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
