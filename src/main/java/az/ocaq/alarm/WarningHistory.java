package az.ocaq.alarm;

import az.ocaq.alarm.PublicWarning.Stage;
import az.ocaq.alarm.engine.Transition;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What the public was told, and what waits to be: out of the journal, line by line. */
final class WarningHistory {
    /** So early that who asks once an hour never holds a document that is no longer good. */
    private static final Duration RENEWED_EVERY = PublicWarning.GOOD_FOR.minusHours(2);

    private record Line(Alarm alarm, String kind, AlarmState to, Instant at, String who, String text) {}

    /**
     * From the occurrence on in which an alarm was last explained or over before a time: no warning outlives that, and
     * documents are numbered within an occurrence.
     */
    private static final String LINES = "SELECT j.*, a.rule, a.device, " + AlarmHistory.SEVERITY + " FROM alarm a"
            + " LEFT JOIN (SELECT b.alarm_id, MAX(b.occurrence) AS last_one FROM alarm_journal b JOIN alarm c"
            + " ON c.id = b.alarm_id WHERE b.happened_at < :since AND b.to_state IN"
            + " ('NORM', 'RTNUN', 'LATUN', 'LATAK', 'DSUPR') AND (c.rule IN (<rules>) OR c.id IN"
            + " (SELECT w.alarm_id FROM warned_alarm w)) GROUP BY b.alarm_id) ended ON ended.alarm_id = a.id"
            + " JOIN alarm_journal j ON j.alarm_id = a.id AND j.occurrence >= COALESCE(ended.last_one, 0)"
            + " WHERE a.rule IN (<rules>) OR a.id IN (SELECT w.alarm_id FROM warned_alarm w) ORDER BY j.id";

    private final List<PublicWarning> found = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private List<PublicWarning.Step> steps = new ArrayList<>();
    private Optional<PublicWarning.Decision> decision = Optional.empty();
    private Stage stage = Stage.NONE;
    private Optional<Alarm> about = Optional.empty();

    private WarningHistory() {}

    /**
     * The warnings of rules that are public, and those of others that were, the oldest first. In the caller's transaction.
     *
     * @param since what was over before is left out; what was not is told from its beginning
     * @param views the alarms as they are now, by number
     */
    static List<PublicWarning> read(Handle handle, Rules rules, Instant since, Instant now, Map<Long, Alarm> views) {
        Map<Long, List<Line>> byAlarm = new LinkedHashMap<>();
        handle.createQuery(LINES)
                .bindList("rules", open(rules))
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
                .filter(it -> it.stage() == Stage.OUT
                        || it.stage() == Stage.DRAFT
                        || !it.changedAt().isBefore(since))
                .sorted(Comparator.comparing(it -> it.steps().isEmpty()
                        ? it.alarm().raisedAt()
                        : it.steps().get(0).at()))
                .toList();
    }

    /** Rules that are public; a list of SQL has something in it, and the empty text is no rule. */
    private static List<String> open(Rules rules) {
        return Stream.concat(
                        Stream.of(""),
                        rules.all().stream()
                                .filter(it -> it.traits().publicity().wanted())
                                .map(Rule::id))
                .toList();
    }

    /** Takes back what the public was told by rules that are not public any more, or are gone. In the caller's transaction. */
    static void withdraw(Handle handle, Rules rules, Instant now) {
        List<String> open = open(rules);
        read(handle, rules, now, now, Map.of()).stream()
                .filter(it ->
                        it.stage() == Stage.OUT && !open.contains(it.alarm().rule()))
                .map(PublicWarning::alarm)
                .forEach(it -> AlarmTables.insertJournal(handle, List.of(withdrawal(handle, it, now))));
    }

    private static AlarmTables.JournalRow withdrawal(Handle handle, Alarm of, Instant now) {
        AlarmState state = handle.createQuery("SELECT state FROM alarm WHERE id = :id")
                .bind("id", of.id())
                .map((row, context) -> AlarmState.valueOf(row.getString("state")))
                .one();
        AlarmDesk.JournalEntry entry = new AlarmDesk.JournalEntry(
                now,
                Optional.empty(),
                of.occurrence(),
                Transition.WARNING_DECLINED,
                state,
                state,
                "system",
                "rule no longer public");
        return new AlarmTables.JournalRow(of.id(), entry, of.priority(), Optional.empty(), 0);
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
