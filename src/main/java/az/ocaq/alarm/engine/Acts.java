package az.ocaq.alarm.engine;

import az.ocaq.access.Role;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.AlarmWork.Stage;
import az.ocaq.alarm.Priority;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people do to alarms: who may, when the state allows it, and what happens. */
final class Acts {
    private final Core core;

    Acts(Core core) {
        this.core = core;
    }

    /** Does it, or says why not; then nothing has changed. */
    Optional<Refusal> act(Instance alarm, Act act) {
        Optional<Refusal> refusal = refusal(alarm, act);
        if (refusal.isEmpty()) {
            perform(alarm, act);
        }
        return refusal;
    }

    /** How long an alarm of a priority may be shelved. */
    static Duration longestShelf(Priority priority) {
        return switch (priority) {
            case CRITICAL -> Duration.ofHours(1);
            case HIGH -> Duration.ofHours(8);
            case MEDIUM -> Duration.ofHours(24);
            case LOW -> Duration.ofDays(7);
        };
    }

    private static Role least(Act.Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGE, NOTE, PHOTO, ON_WAY, ON_SITE, RESOLVE, RESET -> Role.CREW;
            case ASSIGN, SHELVE, SHELVE_ONCE, UNSHELVE, APPROVE_WARNING, DECLINE_WARNING -> Role.OPERATOR;
            case OUT_OF_SERVICE, IN_SERVICE -> Role.ENGINEER;
        };
    }

    private Optional<Refusal> refusal(Instance alarm, Act act) {
        if (act.role().compareTo(least(act.kind())) > 0) {
            return Optional.of(Refusal.FORBIDDEN);
        }
        if (!inScope(alarm, act)) {
            return Optional.of(Refusal.OUT_OF_SCOPE);
        }
        // A note or a picture of an earlier occurrence harms nothing and must not be lost.
        boolean appends = act.kind() == Act.Kind.NOTE || act.kind() == Act.Kind.PHOTO;
        if (!appends && act.occurrence().isPresent() && act.occurrence().getAsInt() != alarm.occurrence()) {
            return Optional.of(
                    act.occurrence().getAsInt() > alarm.occurrence()
                            ? Refusal.FUTURE_OCCURRENCE
                            : Refusal.STALE_OCCURRENCE);
        }
        return byState(alarm, act);
    }

    private boolean inScope(Instance alarm, Act act) {
        Map<String, String> labels = alarm.labels();
        boolean settlement = act.settlements().isEmpty()
                || act.settlements().contains(labels.getOrDefault("village", ""))
                || act.settlements().contains(labels.getOrDefault("settlement", ""));
        return settlement
                && (act.utilities().isEmpty() || act.utilities().contains(labels.getOrDefault("utility", "")));
    }

    private static Optional<Refusal> byState(Instance alarm, Act act) {
        AlarmState code = alarm.code();
        return switch (act.kind()) {
            case ACKNOWLEDGE -> Optional.of(Refusal.HIDDEN).filter(it -> isHidden(code));
            case RESET -> reset(code);
            case SHELVE, SHELVE_ONCE -> shelve(alarm, code, act);
            case APPROVE_WARNING, DECLINE_WARNING -> warning(alarm, code, act.kind());
            case NOTE, PHOTO, ON_WAY, ON_SITE, RESOLVE, ASSIGN, UNSHELVE, OUT_OF_SERVICE, IN_SERVICE ->
                Optional.empty();
        };
    }

    private static boolean isHidden(AlarmState code) {
        return code == AlarmState.SHLVD || code == AlarmState.DSUPR || code == AlarmState.OOSRV;
    }

    private static Optional<Refusal> reset(AlarmState code) {
        return switch (code) {
            case UNACK, ACKED -> Optional.of(Refusal.STILL_ACTIVE);
            case LATUN -> Optional.of(Refusal.ACK_REQUIRED);
            case LATAK -> Optional.empty();
            case SHLVD, DSUPR, OOSRV -> Optional.of(Refusal.HIDDEN);
            case NORM, RTNUN -> Optional.of(Refusal.NOT_LATCHED);
        };
    }

    private static Optional<Refusal> shelve(Instance alarm, AlarmState code, Act act) {
        if (code == AlarmState.OOSRV) {
            return Optional.of(Refusal.OUT_OF_SERVICE);
        }
        return act.time()
                .filter(it -> it.compareTo(longestShelf(alarm.priority())) > 0)
                .map(it -> Refusal.TOO_LONG);
    }

    /** A warning that is out can be withdrawn at any time; a new one is of what is so now and not hidden. */
    private static Optional<Refusal> warning(Instance alarm, AlarmState code, Act.Kind kind) {
        if (!alarm.rule().traits().publicity().wanted()) {
            return Optional.of(Refusal.NOT_PUBLIC);
        } else if (kind == Act.Kind.DECLINE_WARNING || code == AlarmState.UNACK || code == AlarmState.ACKED) {
            return Optional.empty();
        }
        return Optional.of(isHidden(code) ? Refusal.HIDDEN : Refusal.OVER);
    }

    private void perform(Instance alarm, Act act) {
        AlarmState code = alarm.code();
        long done = core.now() - act.age().map(Duration::toMillis).orElse(0L);
        switch (act.kind()) {
            case ACKNOWLEDGE -> {
                if (done < alarm.state().owedAt) {
                    alarm.note("acknowledged_late", act.by(), "");
                } else if (code == AlarmState.UNACK || code == AlarmState.RTNUN || code == AlarmState.LATUN) {
                    alarm.acknowledge(act.by(), act.text());
                }
            }
            case RESET -> alarm.reset(act.by());
            case NOTE, PHOTO -> {
                int occurrence = Math.min(act.occurrence().orElse(alarm.occurrence()), alarm.occurrence());
                alarm.note(act.kind().name().toLowerCase(Locale.ROOT), act.by(), act.text(), occurrence, done);
            }
            case ON_WAY -> alarm.crew().said(Stage.ON_WAY, "on_way", act, done);
            case ON_SITE -> alarm.crew().said(Stage.ON_SITE, "on_site", act, done);
            case RESOLVE -> alarm.crew().said(Stage.FIXED, "resolved", act, done);
            case ASSIGN -> alarm.assign(act.by(), act.text(), done);
            case SHELVE, SHELVE_ONCE -> shelve(alarm, act);
            case UNSHELVE -> {
                if (alarm.state().shelved) {
                    alarm.hiding().unshelve(act.by());
                }
            }
            case APPROVE_WARNING -> alarm.note(Transition.WARNING_APPROVED, act.by(), act.text());
            case DECLINE_WARNING -> alarm.note(Transition.WARNING_DECLINED, act.by(), act.text());
            case OUT_OF_SERVICE -> {
                if (!alarm.state().outOfService) {
                    alarm.hiding().outOfService(act.by(), act.text());
                }
            }
            case IN_SERVICE -> {
                if (alarm.state().outOfService) {
                    alarm.hiding().inService(act.by());
                }
            }
        }
    }

    private void shelve(Instance alarm, Act act) {
        // Even a one-shot shelf ends some day: nobody forgets an alarm for ever.
        Duration time = act.time().orElse(longestShelf(alarm.priority()));
        alarm.hiding().shelve(act.by(), act.text(), core.now() + time.toMillis(), act.kind() == Act.Kind.SHELVE_ONCE);
    }
}
