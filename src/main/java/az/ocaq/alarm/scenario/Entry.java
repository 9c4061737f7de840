package az.ocaq.alarm.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** What happens to one thing at one instant: expected or seen. */
final class Entry {
    final long at;

    /** {@code RULE@device}, {@code group feeder=F1}, {@code receiver crew}, {@code delivery}, {@code cap}, {@code kpi}. */
    final String about;

    final List<String> transitions = new ArrayList<>();
    final TreeSet<String> messages = new TreeSet<>();
    final List<Long> eventTimes = new ArrayList<>();
    final List<String> deliveries = new ArrayList<>();

    /** What the public is told, by the elements of CAP. */
    final List<Map<String, String>> warnings = new ArrayList<>();

    Optional<String> reject = Optional.empty();
    OptionalLong members = OptionalLong.empty();
    Map<String, Object> kpi = new TreeMap<>();

    Entry(long at, String about) {
        this.at = at;
        this.about = about;
    }

    void add(Entry other) {
        transitions.addAll(other.transitions);
        messages.addAll(other.messages);
        eventTimes.addAll(other.eventTimes);
        deliveries.addAll(other.deliveries);
        warnings.addAll(other.warnings);
        reject = reject.or(() -> other.reject);
        members = members.isPresent() ? members : other.members;
        kpi.putAll(other.kpi);
    }

    /** Whether what was seen is what was expected; an expectation may leave out event times and members. */
    static boolean matches(Entry expected, Entry seen) {
        return expected.transitions.equals(seen.transitions)
                && expected.messages.equals(seen.messages)
                && expected.deliveries.equals(seen.deliveries)
                && sameWarnings(expected.warnings, seen.warnings)
                && expected.reject.equals(seen.reject)
                && (expected.members.isEmpty() || expected.members.equals(seen.members))
                && seen.eventTimes.containsAll(expected.eventTimes)
                && Figures.match(expected.kpi, seen.kpi);
    }

    private static boolean sameWarnings(List<Map<String, String>> expected, List<Map<String, String>> seen) {
        boolean same = expected.size() == seen.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = seen.get(i).entrySet().containsAll(expected.get(i).entrySet());
        }
        return same;
    }

    String describe(long start) {
        StringBuilder text =
                new StringBuilder(Times.text(at - start)).append(' ').append(about);
        transitions.forEach(it -> text.append(' ').append(it));
        eventTimes.forEach(it -> text.append(" event_t=").append(Times.text(it - start)));
        if (!messages.isEmpty()) {
            text.append(' ').append(messages);
        }
        deliveries.forEach(it -> text.append(" [").append(it).append(']'));
        warnings.forEach(it -> text.append(' ').append(it));
        reject.ifPresent(it -> text.append(" reject=").append(it));
        members.ifPresent(it -> text.append(" members=").append(it));
        if (!kpi.isEmpty()) {
            text.append(' ').append(kpi);
        }
        return text.toString();
    }
}
