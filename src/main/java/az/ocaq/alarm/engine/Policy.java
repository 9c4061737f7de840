package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import az.ocaq.alarm.rule.Schedule;
import az.ocaq.device.Title;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How alarms become messages to people.
 *
 * @param names what people and systems are called, by the receiver that stands for them; may lack some
 * @param fourEyes whether an edit of critical rules needs a second person
 */
public record Policy(
        String receiver,
        List<Route> routes,
        Map<String, Rota> rotas,
        List<Step> escalation,
        Optional<Repeat> repeat,
        Optional<Grouping> group,
        Optional<Flap> flap,
        Optional<Storm> storm,
        Map<String, Delivery> delivery,
        Map<String, Title> names,
        Optional<Duration> realarm,
        boolean fourEyes,
        Times times) {
    /** Nobody is told anything; times are those of the scenario format. */
    public static final Policy NOBODY = new Policy(
            "nobody",
            List.of(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            false,
            Times.DEFAULT);

    public Policy {
        routes = List.copyOf(routes);
        rotas = Map.copyOf(rotas);
        escalation = List.copyOf(escalation);
        delivery = Map.copyOf(delivery);
        names = Map.copyOf(names);
    }

    /**
     * One route; the first that matches is taken, and the following too when it continues.
     *
     * @param match label → accepted values; empty matches everything
     * @param schedule when it is a route at all; always when empty
     */
    public record Route(Map<String, List<String>> match, Optional<Schedule> schedule, List<String> to, boolean goOn) {
        public Route {
            match = Map.copyOf(match);
            to = List.copyOf(to);
        }
    }

    /**
     * Who is on duty when. Whoever is named may be another rota, {@code rota:NAME}.
     *
     * @param fallback who is told where nobody is on duty
     * @param overrides who stands in, whatever shifts and holidays say; the first that matches counts
     * @param holidays who takes all shifts that begin on some days
     * @param swaps people who take each other's shifts
     */
    public record Rota(
            ZoneId zone,
            Optional<String> fallback,
            List<Shift> shifts,
            List<Stand> overrides,
            List<Holiday> holidays,
            List<Swap> swaps) {
        public Rota {
            shifts = List.copyOf(shifts);
            overrides = List.copyOf(overrides);
            holidays = List.copyOf(holidays);
            swaps = List.copyOf(swaps);
        }
    }

    /** Days, by the rota's local date, on which somebody else takes all shifts. */
    public record Holiday(Set<LocalDate> days, String who) {
        public Holiday {
            days = Set.copyOf(days);
        }
    }

    /** Two who take each other's shifts, from a moment on until another, which is not included. */
    public record Swap(Instant from, Instant to, String who, String with) {
        /** Who comes instead of a shift's person. */
        String instead(String person) {
            return person.equals(who) ? with : person.equals(with) ? who : person;
        }
    }

    /** A shift, start included, end not; one that passes midnight belongs to its first day. */
    public record Shift(Schedule.Window time, String who) {}

    /** Somebody who stands in for the shift's person. */
    public record Stand(Instant from, Instant to, String who) {}

    /** One step of the escalation, counted from the first message. */
    public record Step(Duration after, List<String> to) {
        public Step {
            to = List.copyOf(to);
        }
    }

    /** Repetitions of the first message. */
    public record Repeat(Duration every, int most) {}

    /** One message for several alarms with the same labels. */
    public record Grouping(List<String> by, Duration patience, Duration interval, Optional<Priority> bypass) {
        public Grouping {
            by = List.copyOf(by);
        }
    }

    /** When an alarm chatters, and how long it must be quiet to have settled. */
    public record Flap(int count, Duration window, Duration quiet) {}

    /** How many messages a receiver gets one by one. */
    public record Storm(int limit, Duration per, Duration digestEvery) {}

    /** How messages to a receiver are delivered. */
    public record Delivery(String channel, List<Duration> retry, Optional<String> fallback) {
        public Delivery {
            retry = List.copyOf(retry);
        }
    }

    /**
     * Times that the engine goes by.
     *
     * @param maxNotifyAge an activation that is older when it is published waits for {@code settle}
     * @param startupGrace silence is not believed sooner after a start
     * @param unsuppressGrace how long an alarm stays suppressed after what explained it is gone
     * @param maxFuture how far a device's clock may be ahead
     * @param maxPast older samples are not evaluated
     * @param earliest no device's clock is older
     * @param verify how long telemetry has to confirm that something is mended
     */
    public record Times(
            Duration maxNotifyAge,
            Duration settle,
            Duration startupGrace,
            Duration unsuppressGrace,
            Duration maxFuture,
            Duration maxPast,
            Instant earliest,
            Duration verify) {
        /** As the scenario format says. */
        public static final Times DEFAULT = new Times(
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ZERO,
                Duration.ofMinutes(2),
                Duration.ofDays(7),
                Instant.parse("2020-01-01T00:00:00Z"),
                Duration.ofMinutes(30));
    }
}
