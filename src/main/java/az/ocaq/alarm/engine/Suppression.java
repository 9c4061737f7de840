package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Schedule;
import az.ocaq.alarm.rule.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Suppression by design, always with its cause: an alarm that explains others, a schedule, a maintenance window. */
final class Suppression {
    static final String SCHEDULE = "schedule";
    private static final String MAINTENANCE = "maintenance ";

    private final Core core;
    private final Alarms alarms;
    private final EngineState kept;
    private final Explanations explanations;
    private final Map<String, Timer> graces = new HashMap<>();
    private final Map<String, Timer> calendars = new HashMap<>();

    Suppression(Core core, Alarms alarms, EngineState kept) {
        this.core = core;
        this.alarms = alarms;
        this.kept = kept;
        this.explanations = new Explanations(core, alarms);
    }

    /** Watches the rule's calendar. */
    void added(Rule rule) {
        rule.schedule().ifPresent(it -> {
            Timer timer =
                    calendars.computeIfAbsent(rule.id(), id -> new Timer(Timer.Rank.CALENDAR, () -> calendarTurns(id)));
            setEdge(timer, it);
        });
    }

    /** What suppresses an alarm that did not exist until now. */
    void created(Instance child) {
        judgeSchedule(child);
        explanations.of(child).forEach(it -> child.hiding().suppress(it.key()));
        kept.maintenance.forEach((id, it) -> {
            if (covers(it, child)) {
                child.hiding().suppress(MAINTENANCE + id);
            }
        });
    }

    /** An alarm's condition changed: what it explains is suppressed, or on its own again after a grace. */
    void conditionChanged(Instance parent) {
        if (parent.rule().inhibits().isEmpty()) {
            return;
        }
        if (parent.active()) {
            kept.graces.remove(parent.key());
            cancelGrace(parent);
            String key = parent.key(); // one text for all that it explains, which can be a region
            explanations.add(parent, key);
            hiddenBy(parent).forEach(it -> it.hiding().suppress(key));
        } else {
            long grace = core.policy().times().unsuppressGrace().toMillis();
            kept.graces.put(parent.key(), core.now() + grace);
            if (grace == 0) {
                release(parent.key());
            } else {
                arm(parent.key(), core.now() + grace);
            }
        }
        core.changed();
    }

    /** Finds again which alarms explain others, after a restart. */
    void restored() {
        for (Instance alarm : alarms.all()) {
            boolean explains = !alarm.rule().inhibits().isEmpty();
            if (explains && (alarm.active() || kept.graces.containsKey(alarm.key()))) {
                explanations.add(alarm, alarm.key());
            }
        }
        // A grace goes on although the rule that explained may be gone.
        kept.graces.forEach(this::arm);
    }

    /** Rules may be others than those that suppressed what is suppressed: nothing stays hidden by what is no more. */
    void judgeAnew() {
        explanations.parents().stream()
                .filter(Instance::active)
                .forEach(parent -> hiddenBy(parent).forEach(it -> it.hiding().suppress(parent.key())));
        for (Instance alarm : alarms.all()) {
            alarm.suppressors().stream().filter(it -> isOutdated(it, alarm)).forEach(alarm.hiding()::unsuppress);
            judgeSchedule(alarm);
        }
    }

    /** What an alarm explains, but for what explains it: of alarms that explain each other the first is told. */
    private Stream<Instance> hiddenBy(Instance parent) {
        Set<String> above = new HashSet<>();
        Deque<Instance> next = new ArrayDeque<>(List.of(parent));
        while (!next.isEmpty()) {
            for (String reason : next.remove().suppressors()) {
                explanations.parent(reason).filter(it -> above.add(reason)).ifPresent(next::add);
            }
        }
        return explanations.by(parent).stream().filter(it -> !above.contains(it.key()));
    }

    private boolean isOutdated(String reason, Instance alarm) {
        if (reason.equals(SCHEDULE)) {
            return false;
        }
        if (reason.startsWith(MAINTENANCE)) {
            return !kept.maintenance.containsKey(reason.substring(MAINTENANCE.length()));
        }
        return explanations
                .parent(reason)
                .map(it -> !explanations.explains(it, alarm))
                .orElse(!kept.graces.containsKey(reason));
    }

    /** The device may have other labels than before. */
    void labelled(String device) {
        explanations.labelled(device);
    }

    /** The rule has no alarms any more. */
    void ended(String rule) {
        explanations.ended(rule);
    }

    void startMaintenance(String id, EngineState.Maintenance window) {
        kept.maintenance.put(id, window);
        List.copyOf(alarms.all()).stream()
                .filter(it -> covers(window, it))
                .forEach(it -> it.hiding().suppress(MAINTENANCE + id));
        core.changed();
    }

    void endMaintenance(String id) {
        kept.maintenance.remove(id);
        List.copyOf(alarms.all()).forEach(it -> it.hiding().unsuppress(MAINTENANCE + id));
        core.changed();
    }

    /** The rule's calendar may have been edited. */
    void edited(Rule rule) {
        added(rule);
        alarms.of(rule.id()).forEach(this::judgeSchedule);
        explainAnew(rule);
        alarms.of(rule.id()).stream().filter(Instance::active).forEach(this::conditionChanged);
    }

    /** What the rule's alarms explain may be other alarms than before. */
    private void explainAnew(Rule rule) {
        List<Instance> parents = explanations.parents(rule.id());
        if (parents.isEmpty()) {
            return;
        }
        for (Instance alarm : alarms.all()) {
            for (String reason : alarm.suppressors()) {
                explanations
                        .parent(reason)
                        .filter(it -> it.rule().id().equals(rule.id()) && !explanations.explains(it, alarm))
                        .ifPresent(it -> alarm.hiding().unsuppress(reason));
            }
        }
        if (rule.inhibits().isEmpty()) {
            for (Instance parent : parents) {
                Optional<Instance> unusedParent = explanations.remove(parent.key());
            }
        }
    }

    private void release(String parent) {
        Optional<Instance> known = explanations.remove(parent);
        kept.graces.remove(parent);
        graces.remove(parent);
        List<Instance> hidden = known.map(explanations::by).orElseGet(() -> List.copyOf(alarms.all()));
        hidden.forEach(it -> it.hiding().unsuppress(parent));
        // what it explained and was explained by may explain it now
        known.ifPresent(it -> hidden.stream()
                .filter(other -> other.active() && explanations.explains(other, it))
                .forEach(
                        other -> hiddenBy(other).forEach(child -> child.hiding().suppress(other.key()))));
        core.changed();
    }

    private void arm(String parent, long due) {
        Timer timer = graces.computeIfAbsent(parent, it -> new Timer(Timer.Rank.SUPPRESSION, () -> release(it)));
        core.timers().set(timer, due);
    }

    private void cancelGrace(Instance parent) {
        Timer timer = graces.get(parent.key());
        if (timer != null) {
            core.timers().cancel(timer);
        }
    }

    private void calendarTurns(String ruleId) {
        alarms.rule(ruleId).flatMap(Rule::schedule).ifPresent(schedule -> {
            List.copyOf(alarms.of(ruleId)).forEach(this::judgeSchedule);
            Timer timer = calendars.get(ruleId);
            if (timer != null) {
                setEdge(timer, schedule);
            }
        });
    }

    private void setEdge(Timer timer, Schedule schedule) {
        core.timers()
                .set(
                        timer,
                        schedule.nextEdge(java.time.Instant.ofEpochMilli(core.now()))
                                .toEpochMilli());
    }

    private void judgeSchedule(Instance alarm) {
        boolean outside = alarm.rule()
                .schedule()
                .filter(it -> !it.includes(java.time.Instant.ofEpochMilli(core.now())))
                .isPresent();
        if (outside) {
            alarm.hiding().suppress(SCHEDULE);
        } else {
            alarm.hiding().unsuppress(SCHEDULE);
        }
    }

    private boolean covers(EngineState.Maintenance window, Instance alarm) {
        if (!window.devices.isEmpty()
                && !Selector.named(window.devices)
                        .matches(alarm.device(), core.directory().labels(alarm.device()))) {
            return false;
        }
        return Router.matches(window.match, alarm::label);
    }
}
