package az.ocaq.alarm;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.alarm.AlarmDesk.Refusal;
import az.ocaq.alarm.engine.Engine;
import az.ocaq.database.Database;
import az.ocaq.device.SiteKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The silences and maintenance windows: who may plan them, and that the engine knows those that are in force. */
final class QuietPeriods {
    private static final Set<String> LABELS = Stream.concat(
                    Stream.of("settlement", "utility", "site", "site_kind", "device", "type", "rule", "priority"),
                    Arrays.stream(SiteKind.values()).map(SiteKind::word))
            .collect(Collectors.toUnmodifiableSet());
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Database database;
    private final Engine engine;
    private final Map<Long, QuietPeriod> periods = new TreeMap<>(Comparator.reverseOrder());
    private long lastId;

    QuietPeriods(Database database, Engine engine, List<QuietPeriod> kept) {
        this.database = database;
        this.engine = engine;
        kept.forEach(it -> {
            periods.put(it.id(), it);
            lastId = Math.max(lastId, it.id());
        });
    }

    List<QuietPeriod> all(Instant now) {
        periods.values().removeIf(it -> it.over().plus(REMEMBERED).isBefore(now));
        return List.copyOf(periods.values());
    }

    /**
     * Starts in the engine what is in force and ends what is not; to be called as time goes. Answers the maintenance windows
     * that have ended with this call.
     */
    List<QuietPeriod> apply(Instant now) {
        Set<String> silences = new HashSet<>();
        Set<String> maintenance = new HashSet<>();
        for (QuietPeriod period : periods.values()) {
            if (period.covers(now)) {
                String id = String.valueOf(period.id());
                boolean silence = period.kind() == QuietPeriod.Kind.SILENCE;
                (silence ? silences : maintenance).add(id);
                if (silence && !engine.silences().contains(id)) {
                    engine.startSilence(id, period.plan().match());
                } else if (!silence && !engine.maintenance().contains(id)) {
                    engine.startMaintenance(id, List.of(), period.plan().match());
                }
            }
        }
        engine.silences().stream().filter(it -> !silences.contains(it)).forEach(engine::endSilence);
        List<String> ended = engine.maintenance().stream()
                .filter(it -> !maintenance.contains(it))
                .toList();
        ended.forEach(engine::endMaintenance);
        return ended.stream()
                .flatMap(it -> Optional.ofNullable(periods.get(Long.valueOf(it))).stream())
                .toList();
    }

    /** Keeps a new one; the engine hears of it with {@link #apply}. */
    Future<QuietPeriod> plan(QuietPeriod.Plan plan, Actor actor, Instant now) {
        Optional<Refusal> refusal = refusal(plan, actor, now);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        QuietPeriod period = new QuietPeriod(
                ++lastId, plan, new QuietPeriod.Deed(actor.user(), now), Optional.empty(), Optional.empty());
        return kept(period, QuietPeriodTable::insert);
    }

    Future<QuietPeriod> end(long id, QuietPeriod.Kind kind, Actor actor, Instant now) {
        return change(id, kind, actor, now, QuietPeriod::ended, QuietPeriodTable::end);
    }

    /** Somebody says that one is still needed. */
    Future<QuietPeriod> review(long id, QuietPeriod.Kind kind, Actor actor, Instant now) {
        return change(id, kind, actor, now, QuietPeriod::reviewed, QuietPeriodTable::review);
    }

    private Future<QuietPeriod> change(
            long id,
            QuietPeriod.Kind kind,
            Actor actor,
            Instant now,
            BiFunction<QuietPeriod, QuietPeriod.Deed, QuietPeriod> change,
            BiConsumer<Handle, QuietPeriod> write) {
        QuietPeriod period = periods.get(id);
        if (period == null || period.kind() != kind) {
            return Future.failedFuture(
                    new Refusal(Refusal.Why.UNKNOWN_ALARM, "there is no " + kind.word() + " of the number " + id));
        }
        if (!mayPlan(kind, actor) || !isInScope(period.plan().match(), actor)) {
            return Future.failedFuture(notPermitted());
        }
        if (!period.over().isAfter(now)) {
            return Future.failedFuture(new Refusal(Refusal.Why.WRONG_STATE, "it is over already"));
        }
        return kept(change.apply(period, new QuietPeriod.Deed(actor.user(), now)), write);
    }

    /** A map, not a listener: of a future that is complete already, what is composed with it may run before its listeners. */
    private Future<QuietPeriod> kept(QuietPeriod period, BiConsumer<Handle, QuietPeriod> write) {
        return database.transact(handle -> {
                    write.accept(handle, period);
                    return period;
                })
                .map(it -> {
                    periods.put(it.id(), it);
                    return it;
                });
    }

    private static Optional<Refusal> refusal(QuietPeriod.Plan plan, Actor actor, Instant now) {
        Optional<Refusal> problem = problem(plan, now).map(it -> new Refusal(Refusal.Why.BAD_ARGUMENT, it));
        return mayPlan(plan.kind(), actor) && problem.isPresent() ? problem : notPermitted(plan, actor);
    }

    /** Why somebody may not plan this, whenever it is. */
    static Optional<Refusal> notPermitted(QuietPeriod.Plan plan, Actor actor) {
        if (!mayPlan(plan.kind(), actor)) {
            return Optional.of(notPermitted());
        }
        return isInScope(plan.match(), actor)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Refusal.Why.NOT_PERMITTED,
                        "match must name settlements and utilities of your area, and no others"));
    }

    private static Optional<String> problem(QuietPeriod.Plan plan, Instant now) {
        if (plan.reason().isBlank()) {
            return Optional.of("a reason is needed");
        } else if (plan.match().isEmpty() || plan.match().values().stream().anyMatch(List::isEmpty)) {
            return Optional.of("match must have a label with a value: all alarms cannot be silenced at once");
        } else if (!LABELS.containsAll(plan.match().keySet())) {
            return Optional.of("match knows these labels: "
                    + String.join(", ", LABELS.stream().sorted().toList()));
        } else if (!plan.until().isAfter(plan.from()) || !plan.until().isAfter(now)) {
            return Optional.of("the end must be after the beginning and in the future");
        }
        Duration longest = plan.weekly().isPresent() ? QuietPeriod.LONGEST_WEEKLY : QuietPeriod.LONGEST;
        return Duration.between(plan.from(), plan.until()).compareTo(longest) > 0
                ? Optional.of("the longest time is " + longest.toDays() + " days")
                : Optional.empty();
    }

    private static boolean mayPlan(QuietPeriod.Kind kind, Actor actor) {
        Role least = kind == QuietPeriod.Kind.SILENCE ? Role.OPERATOR : Role.ENGINEER;
        return actor.role().compareTo(least) <= 0;
    }

    private static boolean isInScope(Map<String, List<String>> match, Actor actor) {
        return isWithin(actor.settlements(), match.get("settlement"))
                && isWithin(actor.utilities(), match.get("utility"));
    }

    private static boolean isWithin(Set<String> reach, @org.jspecify.annotations.Nullable List<String> named) {
        return reach.isEmpty() || (named != null && reach.containsAll(named));
    }

    private static Refusal notPermitted() {
        return new Refusal(Refusal.Why.NOT_PERMITTED, "your role may not do this, or not here");
    }
}
