package az.ocaq.alarm.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Neighbours that one rule compares with each other. Each keeps only what it measured itself; when a window is over, the
 * first of them that is judged gathers all, and every other one finds its neighbours' median there: work and memory grow with
 * their number, not with its square.
 */
final class PeerGroup {
    private final Map<String, Peer> members = new LinkedHashMap<>();
    private final Map<Double, double[]> deviations = new HashMap<>();
    private long gathered = Long.MIN_VALUE;
    private double[] means = {};

    void join(Peer member) {
        members.put(member.device(), member);
    }

    void leave(Peer member) {
        members.remove(member.device(), member);
    }

    /** Takes the figures of a window of all members, when that has not been done; one of them has closed its own already. */
    void gather(long end, Peer first, double itsFigure) {
        if (gathered == end) {
            return;
        }
        gathered = end;
        deviations.clear();
        means = members.values().stream()
                .mapToDouble(it -> it == first ? itsFigure : it.figure(end))
                .filter(it -> !Double.isNaN(it))
                .sorted()
                .toArray();
    }

    /** How many neighbours a member with such a mean has in the window. */
    int neighbours(double own) {
        return means.length - (place(means, own) < 0 ? 0 : 1);
    }

    /** The median of the neighbours of a member with such a mean. */
    double median(double own) {
        return medianWithout(means, own);
    }

    /** The median of the distances of those neighbours from their median. */
    double spread(double own, double median) {
        double[] sorted = deviations.computeIfAbsent(
                median,
                it -> Arrays.stream(means)
                        .map(mean -> Math.abs(mean - it))
                        .sorted()
                        .toArray());
        return medianWithout(sorted, Math.abs(own - median));
    }

    private static double medianWithout(double[] sorted, double own) {
        int left = place(sorted, own);
        int count = sorted.length - (left < 0 ? 0 : 1);
        double upper = without(sorted, left, count / 2);
        return count % 2 == 1 ? upper : (without(sorted, left, count / 2 - 1) + upper) / 2;
    }

    private static double without(double[] sorted, int left, int index) {
        return sorted[left < 0 || index < left ? index : index + 1];
    }

    private static int place(double[] sorted, double own) {
        return Arrays.binarySearch(sorted, own);
    }
}
