package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Inhibition;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Schedule;
import az.ocaq.alarm.rule.Selector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Suppression by design, always with its cause: an alarm that explains others, a schedule, a maintenance window. */
final class Suppression {
    static final String SCHEDULE = "schedule";
    private static final String MAINTENANCE = "maintenance ";

    private final Core core;
    private final Alarms alarms;
    private final EngineState kept;
    private final Map<String, Instance> parents = new LinkedHashMap<>();
    private final Map<String, Timer> graces = new HashMap<>();
    private final Map<String, Timer> calendars = new HashMap<>();

    Suppression(Core core, Alarms alarms, EngineState kept) {
        this.core = core;
        this.alarms = alarms;
        this.kept = kept;
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
        for (Instance parent : parents.values()) {
            for (Inhibition inhibition : parent.rule().inhibits()) {
                if (explains(parent, inhibition, child)) {
                    child.suppress(parent.key());
                }
            }
        }
        kept.maintenance.forEach((id, it) -> {
            if (covers(it, child)) {
                child.suppress(MAINTENANCE + id);
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
            parents.put(key, parent);
            children(parent).forEach(it -> it.suppress(key));
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
                parents.put(alarm.key(), alarm);
            }
        }
        // A grace goes on although the rule that explained may be gone.
        kept.graces.forEach(this::arm);
    }

    /** Rules may be others than those that suppressed what is suppressed: nothing stays hidden by what is no more. */
    void judgeAnew() {
        List.copyOf(parents.values()).stream()
                .filter(Instance::active)
                .forEach(parent -> children(parent).forEach(it -> it.suppress(parent.key())));
        for (Instance alarm : alarms.all()) {
            alarm.suppressors().stream().filter(it -> isOutdated(it, alarm)).forEach(alarm::unsuppress);
            judgeSchedule(alarm);
        }
    }

    private boolean isOutdated(String reason, Instance alarm) {
        if (reason.equals(SCHEDULE)) {
            return false;
        }
        if (reason.startsWith(MAINTENANCE)) {
            return !kept.maintenance.containsKey(reason.substring(MAINTENANCE.length()));
        }
        Instance parent = parents.get(reason);
        return parent == null
                ? !kept.graces.containsKey(reason)
                : parent.rule().inhibits().stream().noneMatch(it -> explains(parent, it, alarm));
    }

    void startMaintenance(String id, EngineState.Maintenance window) {
        kept.maintenance.put(id, window);
        List.copyOf(alarms.all()).stream()
                .filter(it -> covers(window, it))
                .forEach(it -> it.suppress(MAINTENANCE + id));
        core.changed();
    }

    void endMaintenance(String id) {
        kept.maintenance.remove(id);
        List.copyOf(alarms.all()).forEach(it -> it.unsuppress(MAINTENANCE + id));
        core.changed();
    }

    /** The rule's calendar may have been edited. */
    void edited(Rule rule) {
        added(rule);
        alarms.of(rule.id()).forEach(this::judgeSchedule);
        List.copyOf(parents.values()).stream()
                .filter(it -> it.rule().id().equals(rule.id()))
                .forEach(this::explainAnew);
        alarms.of(rule.id()).stream().filter(Instance::active).forEach(this::conditionChanged);
    }

    /** What the alarm explains may be other alarms than before. */
    private void explainAnew(Instance parent) {
        List<Instance> children = children(parent);
        List.copyOf(alarms.all()).stream()
                .filter(it -> !children.contains(it))
                .forEach(it -> it.unsuppress(parent.key()));
        if (parent.rule().inhibits().isEmpty()) {
            parents.remove(parent.key());
        }
    }

    private void release(String parent) {
        Instance known = parents.remove(parent);
        kept.graces.remove(parent);
        List<Instance> hidden = known == null ? List.copyOf(alarms.all()) : children(known);
        hidden.forEach(it -> it.unsuppress(parent));
        core.changed();
    }

    private List<Instance> children(Instance parent) {
        return parent.rule().inhibits().stream()
                .flatMap(inhibition ->
                        alarms.of(inhibition.rule()).stream().filter(child -> explains(parent, inhibition, child)))
                .distinct()
                .toList();
    }

    private boolean explains(Instance parent, Inhibition inhibition, Instance child) {
        if (!inhibition.rule().equals(child.rule().id()) || parent == child) {
            return false;
        }
        Map<String, String> labels = core.directory().labels(child.device());
        boolean near = inhibition
                .sameLabel()
                .map(label -> sameLabel(label, parent.device(), labels))
                .orElse(true);
        return near && inhibition.devices().matches(child.device(), labels);
    }

    /** A group's alarm is at the label's value itself, another alarm at a device that has the label too. */
    private boolean sameLabel(String label, String parent, Map<String, String> childLabels) {
        String wanted = core.directory().labels(parent).getOrDefault(label, parent);
        return wanted.equals(childLabels.get(label));
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
            alarm.suppress(SCHEDULE);
        } else {
            alarm.unsuppress(SCHEDULE);
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
