package az.ocaq.alarm;

import az.ocaq.alarm.engine.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One occurrence of an alarm that the public is warned of, or that waits for a person to say whether it is.
 *
 * @param alarm as it is now, with this occurrence's number and times
 * @param stage how far it has come; {@link Stage#NONE} when it is over
 * @param decision who approved or declined it last
 * @param steps what the public is told, in order; the first is the warning itself; none while it is a draft
 */
public record PublicWarning(Alarm alarm, Stage stage, Optional<Decision> decision, List<Step> steps) {
    /** How long what the public is told is to be believed; before that it is told again. */
    public static final Duration GOOD_FOR = Duration.ofHours(24);

    private static final Set<AlarmState> OVER =
            Set.of(AlarmState.NORM, AlarmState.RTNUN, AlarmState.LATUN, AlarmState.LATAK);

    public PublicWarning {
        steps = List.copyOf(steps);
    }

    /** When last something was said of it, to the public or to those who decide; at first when it was raised. */
    Instant changedAt() {
        Instant told = steps.isEmpty()
                ? alarm.changedAt()
                : steps.get(steps.size() - 1).at();
        return decision.map(Decision::at).filter(it -> it.isAfter(told)).orElse(told);
    }

    /** How far a warning has come. */
    public enum Stage {
        /** There is none, or it is over. */
        NONE,
        /** Waits for a person. */
        DRAFT,
        DECLINED,
        /** The public is warned and was not told of the end yet. */
        OUT
    }

    /** What a step means. */
    public enum Kind {
        ALERT,
        UPDATE,
        /** All is well again. */
        CLEAR,
        /** Something wider explains it, of which people are told instead. */
        EXPLAINED,
        /** A person took it back. */
        WITHDRAWN;

        /** Whether it takes the warning back. */
        public boolean ends() {
            return this != ALERT && this != UPDATE;
        }

        /** The message type of CAP 1.2. */
        public String msgType() {
            return this == ALERT ? "Alert" : this == UPDATE ? "Update" : "Cancel";
        }

        /** What CAP 1.2 asks people to do. */
        public String responseType() {
            return this == CLEAR ? "AllClear" : ends() ? "Monitor" : "Prepare";
        }
    }

    /**
     * What follows from a line of an alarm's journal.
     *
     * @param stage after it
     * @param told what the public is told, when it is told anything
     */
    public record Next(Stage stage, Optional<Kind> told) {}

    /** Who decided last, and when by the server's clock; {@code system} stands for a template that is approved in advance. */
    public record Decision(String who, Instant at, String text) {}

    /**
     * One thing that the public is told.
     *
     * @param number counts the steps of the alarm's occurrence from 1, over all its warnings
     * @param at by the server's clock
     * @param priority how bad it is from then on
     */
    public record Step(int number, Kind kind, Instant at, Priority priority) {}

    /**
     * What a line of an alarm's journal means to the public.
     *
     * @param stage before the line
     * @param kind of the line
     * @param to the state that it ends in
     */
    public static Next after(Stage stage, String kind, AlarmState to) {
        return stage == Stage.OUT ? out(kind, to) : unknown(stage, kind, to);
    }

    private static Next out(String kind, AlarmState to) {
        if (OVER.contains(to)) {
            return new Next(Stage.NONE, Optional.of(Kind.CLEAR));
        } else if (to == AlarmState.DSUPR) {
            return new Next(Stage.NONE, Optional.of(Kind.EXPLAINED));
        } else if (kind.equals(Transition.WARNING_DECLINED)) {
            return new Next(Stage.DECLINED, Optional.of(Kind.WITHDRAWN));
        }
        return new Next(Stage.OUT, kind.equals(Transition.SEVERITY) ? Optional.of(Kind.UPDATE) : Optional.empty());
    }

    private static Next unknown(Stage stage, String kind, AlarmState to) {
        boolean hidden = to == AlarmState.SHLVD || to == AlarmState.OOSRV;
        if (OVER.contains(to) || to == AlarmState.DSUPR) {
            return new Next(Stage.NONE, Optional.empty());
        } else if (kind.equals(Transition.WARNING_APPROVED)) {
            return new Next(Stage.OUT, Optional.of(Kind.ALERT));
        } else if (kind.equals(Transition.WARNING_DECLINED)) {
            return new Next(Stage.DECLINED, Optional.empty());
        } else if (stage == Stage.DRAFT && hidden) {
            return new Next(Stage.NONE, Optional.empty());
        }
        boolean asked = stage == Stage.NONE && to == AlarmState.UNACK;
        // whoever declined it has not seen this
        boolean worse = stage == Stage.DECLINED && kind.equals(Transition.SEVERITY);
        return new Next(asked || worse ? Stage.DRAFT : stage, Optional.empty());
    }
}
