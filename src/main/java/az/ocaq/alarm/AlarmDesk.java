package az.ocaq.alarm;

import az.ocaq.access.Actor;
import az.ocaq.alarm.engine.Coverage;
import az.ocaq.alarm.engine.Policy;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What people do with alarms. Called on the pipeline's event-loop context. Acts succeed once they are in the database;
 * an act that the state or the actor's rights do not allow fails with a {@link Refusal} and changes nothing.
 */
public interface AlarmDesk {
    /** Bytes of a kept picture. */
    int LARGEST_PHOTO = 740_000;

    /** Every alarm that is not in {@link AlarmState#NORM}, most urgent and oldest first. */
    Collection<Alarm> standing();

    /** What water districts take in the small hours, by device. */
    List<NightFlow> nightFlows();

    /** An alarm by number, in any state. */
    Optional<Alarm> alarm(long id);

    /**
     * An alarm as it was in an occurrence that is over: with that one's number, times, priority and value, in {@link
     * AlarmState#NORM} since its end. Empty when the journal does not have it.
     */
    Future<Optional<Alarm>> past(long id, int occurrence);

    /**
     * Takes note of an active or returned alarm.
     *
     * @param occurrence what the person saw; when a newer one has come, the act is refused; absent means the present one
     */
    default Future<Alarm> acknowledge(long id, OptionalInt occurrence, Actor actor) {
        return act(id, CrewAct.now(CrewAct.Kind.ACKNOWLEDGE, occurrence, ""), actor);
    }

    /**
     * Does what a person did while working on an alarm. An act of the same actor with an id that was taken before changes
     * nothing and is answered with the alarm. What is older than what is known (a later stage, a later assignment, a
     * raise that the person had not seen) is noted and undoes nothing.
     */
    Future<Alarm> act(long id, CrewAct act, Actor actor);

    /**
     * Hides an alarm for a limited time, with a reason.
     *
     * @param time absent: as long as the priority allows, which is the longest time in any case
     * @param once whether it ends with the next return to normal already
     */
    Future<Alarm> shelve(long id, Optional<Duration> time, boolean once, String reason, Actor actor);

    Future<Alarm> unshelve(long id, Actor actor);

    /** Makes somebody responsible. */
    default Future<Alarm> assign(long id, String assignee, Actor actor) {
        return act(id, CrewAct.now(CrewAct.Kind.ASSIGN, OptionalInt.empty(), assignee), actor);
    }

    default Future<Alarm> note(long id, String text, Actor actor) {
        return act(id, CrewAct.now(CrewAct.Kind.NOTE, OptionalInt.empty(), text), actor);
    }

    /** Says that the work is done; telemetry confirms it, and an alarm that is still active stays active. */
    default Future<Alarm> resolve(long id, String text, Actor actor) {
        return act(id, CrewAct.now(CrewAct.Kind.RESOLVE, OptionalInt.empty(), text), actor);
    }

    /** Keeps a picture, JPEG of at most {@link #LARGEST_PHOTO} bytes, under the rules of {@link #act}. */
    Future<Alarm> photo(long id, byte[] jpeg, CrewAct act, Actor actor);

    /** The pictures of an alarm, oldest first. */
    Future<List<Photo>> photos(long id);

    /** One picture of an alarm. */
    Future<Optional<byte[]>> photo(long id, long photo);

    /** Ends a latched alarm that is over and acknowledged. */
    Future<Alarm> reset(long id, Actor actor);

    /** Takes an alarm out of service, with a reason, until somebody puts it back. */
    Future<Alarm> outOfService(long id, String reason, Actor actor);

    Future<Alarm> inService(long id, Actor actor);

    /** The alarm's history, oldest first. */
    Future<List<JournalEntry>> journal(long id);

    /** What the alarm explains in its present occurrence, and what people did about that. */
    Future<Incident> incident(long id);

    /** The messages about an alarm and what became of them, oldest first; those about a group of alarms too. */
    Future<List<Delivery>> deliveries(long id);

    /** The messages that were given up, the newest first, at most so many. */
    Future<List<Delivery>> deadLetters(int most);

    /** Tries a message that was given up again, from the first attempt on; false when there is no such message. */
    Future<Boolean> retry(long message);

    /** Every occurrence of an alarm, open or over, the newest first. */
    Future<List<Occurrence>> history(Occurrence.Wanted wanted);

    /**
     * Reads rules and crews again and goes on with them, judging the newest values anew. Fails, and leaves all as it is, with
     * an {@link IllegalArgumentException} that names file, line and what is wrong, or with {@link Refusal.Why#SECOND_PERSON}
     * until somebody else asks for the same edit of critical rules. Tells how many rules there are.
     */
    Future<Integer> reload(String user);

    /** What the public is told since a time, and what waits for a person to say whether it is; the oldest first. */
    Future<List<PublicWarning>> publicWarnings(Instant since);

    /** Approves a warning, or declines it; one that is out is withdrawn. What an approved one becomes, {@link PublicWarning} says. */
    Future<Alarm> warn(long id, boolean approved, OptionalInt occurrence, String text, Actor actor);

    /** How alarms become messages to people, as in service. */
    Policy policy();

    /** The silences and maintenance windows that are planned, in force, or over for less than a month; newest first. */
    List<QuietPeriod> quietPeriods();

    /** How many alarms periods with these matchers cover, each in its place. */
    List<Coverage> covered(List<Map<String, List<String>>> matches);

    /** Which alarms a plan would be for, which need not have a reason yet; fails for whom may not plan it. */
    Future<Coverage> preview(QuietPeriod.Plan plan, Actor actor);

    /** Plans a silence or a maintenance window; one that begins now is in force when this succeeds. */
    Future<QuietPeriod> plan(QuietPeriod.Plan plan, Actor actor);

    /** Ends a period before its time; what it hid and is still active is told. */
    Future<QuietPeriod> end(long period, QuietPeriod.Kind kind, Actor actor);

    /** Says that a period which may have been forgotten is still needed: see {@link QuietPeriod#isToBeReviewed}. */
    Future<QuietPeriod> review(long period, QuietPeriod.Kind kind, Actor actor);

    /**
     * One line of the journal.
     *
     * @param at by the server's clock
     * @param eventTime by the device's clock, when it came from a reading
     * @param occurrence of the alarm
     * @param kind raised, cleared, acknowledged, note, …
     * @param from state before
     * @param to state after
     * @param who account, or {@code system}
     * @param text a note, a reason, a cause
     */
    record JournalEntry(
            Instant at,
            Optional<Instant> eventTime,
            int occurrence,
            String kind,
            AlarmState from,
            AlarmState to,
            String who,
            String text) {}

    /** An act that is not allowed, with the reason for a person. */
    final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Why why;

        /** Why an act is refused. */
        public enum Why {
            UNKNOWN_ALARM,
            NOT_PERMITTED,
            WRONG_STATE,
            NEWER_OCCURRENCE,
            /** The alarm has not been raised that often yet. */
            NO_SUCH_OCCURRENCE,
            SECOND_PERSON,
            BAD_ARGUMENT
        }

        public Refusal(Why why, String message) {
            super(message);
            this.why = why;
        }

        public Why why() {
            return why;
        }
    }
}
