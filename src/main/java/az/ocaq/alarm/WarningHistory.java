package az.ocaq.alarm;

import az.ocaq.alarm.PublicWarning.Stage;
import az.ocaq.alarm.engine.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the public was told, and what waits to be: out of the journal, line by line. */
final class WarningHistory {
    /** So early that who asks once an hour never holds a document that is no longer good. */
    private static final Duration RENEWED_EVERY = PublicWarning.GOOD_FOR.minusHours(2);

    private record Line(Alarm alarm, String kind, AlarmState to, Instant at, String who, String text) {}

    private final List<PublicWarning> found = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private List<PublicWarning.Step> steps = new ArrayList<>();
    private Optional<PublicWarning.Decision> decision = Optional.empty();
    private Stage stage = Stage.NONE;
    private Optional<Alarm> about = Optional.empty();

    private WarningHistory() {}

    /** The warnings of some rules, the oldest first; {@code views} are the alarms as they are now, by number. In the caller's transaction. */
    static List<PublicWarning> read(
            Handle handle, List<String> rules, Instant since, Instant now, Map<Long, Alarm> views) {
        if (rules.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Line>> byAlarm = new LinkedHashMap<>();
        handle.createQuery(
                        "SELECT j.*, a.rule, a.device, " + AlarmHistory.SEVERITY + " FROM alarm_journal j JOIN alarm a"
                                + " ON a.id = j.alarm_id WHERE a.rule IN (<rules>) AND j.happened_at >= :since ORDER BY j.id")
                .bindList("rules", rules)
                .bind("since", AlarmHistory.utc(since))
                .map((row, context) -> new Line(
                        AlarmHistory.raised(row, views),
                        row.getString("kind"),
                        AlarmState.valueOf(row.getString("to_state")),
                        AlarmHistory.time(row, "happened_at").orElseThrow(),
                        row.getString("who"),
                        row.getString("note")))
                .forEach(it -> byAlarm.computeIfAbsent(it.alarm().id(), id -> new ArrayList<>())
                        .add(it));
        return byAlarm.values().stream()
                .flatMap(it -> of(it, now).stream())
                .sorted(Comparator.comparing(it -> it.steps().isEmpty()
                        ? it.alarm().raisedAt()
                        : it.steps().get(0).at()))
                .toList();
    }

    private static List<PublicWarning> of(List<Line> lines, Instant now) {
        WarningHistory history = new WarningHistory();
        lines.forEach(history::take);
        history.renew(now);
        if (history.stage != Stage.NONE) {
            history.keep();
        }
        return history.found;
    }

    private void take(Line line) {
        renew(line.at());
        PublicWarning.Next next = PublicWarning.after(stage, line.kind(), line.to());
        boolean decides =
                line.kind().equals(Transition.WARNING_APPROVED) || line.kind().equals(Transition.WARNING_DECLINED);
        if (decides && next.stage() != stage) {
            decision = Optional.of(new PublicWarning.Decision(line.who(), line.at(), line.text()));
        }
        if (stage == Stage.NONE && next.stage() != Stage.NONE) {
            about = Optional.of(line.alarm());
        }
        next.told().ifPresent(it -> steps.add(step(it, line)));
        stage = next.stage();
        if (stage == Stage.NONE) {
            if (!steps.isEmpty()) {
                keep();
            }
            steps = new ArrayList<>();
            decision = Optional.empty();
            about = Optional.empty();
        }
    }

    private PublicWarning.Step step(PublicWarning.Kind kind, Line line) {
        Priority priority = kind.ends() && !steps.isEmpty()
                ? last().priority()
                : line.alarm().priority();
        return step(kind, line.alarm(), line.at(), priority);
    }

    private PublicWarning.Step step(PublicWarning.Kind kind, Alarm alarm, Instant at, Priority priority) {
        return new PublicWarning.Step(numbers.merge(alarm.occurrence(), 1, Integer::sum), kind, at, priority);
    }

    /** A warning that stays out is told again before what was told expires. */
    private void renew(Instant until) {
        while (stage == Stage.OUT && last().at().plus(RENEWED_EVERY).isBefore(until)) {
            steps.add(step(
                    PublicWarning.Kind.UPDATE,
                    about.orElseThrow(),
                    last().at().plus(RENEWED_EVERY),
                    last().priority()));
        }
    }

    private PublicWarning.Step last() {
        return steps.get(steps.size() - 1);
    }

    private void keep() {
        about.ifPresent(it -> found.add(new PublicWarning(it, stage, decision, steps)));
    }
}
