package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The alarms as the database has them, from which an engine goes on. */
record Loaded(
        List<AlarmTables.Found> alarms,
        Optional<AlarmTables.EngineRow> engine,
        List<QuietPeriod> periods,
        FormerRules former) {
    static Loaded read(Handle handle) {
        return new Loaded(
                AlarmTables.alarms(handle),
                AlarmTables.engine(handle),
                QuietPeriodTable.all(handle),
                FormerRules.read(handle));
    }

    /** When the server was last seen alive. */
    Optional<Instant> stopped() {
        return engine.map(AlarmTables.EngineRow::aliveAt);
    }

    /** An engine as it stood at a time, under these rules; with orphans also under those of theirs that are gone, so that they can be closed. */
    Engine engine(
            AlarmService.Edition edition,
            List<AlarmTables.Found> orphans,
            RegistryDirectory directory,
            Instant stopped) {
        List<Rule> rules = new ArrayList<>(edition.rules().all());
        orphans.stream()
                .map(it -> it.kept().rule())
                .distinct()
                .filter(it -> edition.rules().rule(it).isEmpty())
                .forEach(it -> former.rule(it).ifPresent(rules::add));
        return Memory.restore(
                rules,
                edition.policy(),
                directory,
                engine.map(AlarmTables.EngineRow::memory).orElse(""),
                alarms.stream().map(AlarmTables.Found::kept).toList(),
                !orphans.isEmpty(),
                stopped.toEpochMilli());
    }

    /** Alarms that are not over and that no rule has any more: theirs is gone, or no longer for their device, or the device is. */
    List<AlarmTables.Found> orphans(Rules rules, RegistryDirectory directory) {
        Map<String, Boolean> known =
                new HashMap<>(); // thousands of alarms can be of one rule, which is read from its text
        return alarms.stream()
                .filter(it -> it.state() != AlarmState.NORM)
                .filter(it -> rules.rule(it.kept().rule())
                        .map(rule -> !directory.isFor(rule, it.kept().device()))
                        .orElseGet(() -> known.computeIfAbsent(
                                it.kept().rule(), id -> former.rule(id).isPresent())))
                .toList();
    }
}
