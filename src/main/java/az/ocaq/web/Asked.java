package az.ocaq.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time and the place that figures are asked for. */
record Asked(Instant from, Instant to, Optional<String> settlement) {
    private static final Duration LONGEST = Duration.ofDays(800);

    /** As a request says: up to now, and so long, when it does not. */
    static Asked of(Request request, Duration usual, Instant now) {
        Instant to = request.query().time("to").orElse(now);
        Instant from = request.query().time("from").orElse(to.minus(usual));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badRequest("from must be before to, and at most " + LONGEST.toDays() + " days before");
        }
        Optional<String> settlement = request.query().slug("settlement");
        if (settlement.stream().anyMatch(it -> !request.reach().settlement(it))) {
            throw Problem.notFound("there is no such settlement");
        }
        return new Asked(from, to, settlement);
    }

    boolean includes(String place) {
        return settlement.stream().allMatch(place::equals);
    }
}
