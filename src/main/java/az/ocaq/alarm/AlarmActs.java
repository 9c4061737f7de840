package az.ocaq.alarm;

import az.ocaq.access.Actor;
import az.ocaq.alarm.AlarmDesk.Refusal;
import az.ocaq.alarm.engine.Act;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Memory;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What people do to alarms, one act after the other: each is kept in a transaction of its own before it succeeds, or the alarm
 * stays as it was.
 */
final class AlarmActs {
    private final Turns turns;
    private final Supplier<InService> inService;
    private final Database database;
    private final Clock clock;
    private final Consumer<Alarm> acted;

    /** @param acted is told of each alarm that an act changed */
    AlarmActs(Turns turns, Supplier<InService> inService, Database database, Clock clock, Consumer<Alarm> acted) {
        this.turns = turns;
        this.inService = inService;
        this.database = database;
        this.clock = clock;
        this.acted = acted;
    }

    Future<Alarm> act(long id, CrewAct act, Actor actor) {
        if (act.kind() == CrewAct.Kind.NOTE && act.text().isBlank()) {
            return refused("a note needs a text");
        }
        return once(id, act, actor, now -> {});
    }

    Future<Alarm> photo(long id, byte[] jpeg, CrewAct act, Actor actor) {
        if (jpeg.length > AlarmDesk.LARGEST_PHOTO || act.id().isEmpty()) {
            return refused("a picture has an id and at most " + AlarmDesk.LARGEST_PHOTO + " bytes");
        }
        // a picture of what has not been yet would be shown with another occurrence some day; its line in the journal
        // is of now
        int present = keeper().view(id).map(Alarm::occurrence).orElse(0);
        int occurrence = Math.min(act.occurrence().orElse(present), present);
        return once(
                id,
                act,
                actor,
                now -> keeper().also(CrewTables.photo(
                        actor.user(),
                        act.id().orElseThrow(),
                        id,
                        new Photo(0, occurrence, actor.user(), now.minus(act.age())),
                        jpeg)));
    }

    Future<Alarm> shelve(long id, Optional<Duration> time, boolean once, String reason, Actor actor) {
        if (reason.isBlank()
                || time.filter(it -> it.isNegative() || it.isZero()).isPresent()) {
            return refused("a shelf needs a reason and a time longer than zero");
        }
        Act.Kind kind = once ? Act.Kind.SHELVE_ONCE : Act.Kind.SHELVE;
        return act(id, act(kind, OptionalInt.empty(), time, reason, actor));
    }

    Future<Alarm> outOfService(long id, String reason, Actor actor) {
        return reason.isBlank() ? refused("a reason is needed") : act(id, Act.Kind.OUT_OF_SERVICE, reason, actor);
    }

    Future<Alarm> warn(long id, boolean approved, OptionalInt occurrence, String text, Actor actor) {
        Act.Kind kind = approved ? Act.Kind.APPROVE_WARNING : Act.Kind.DECLINE_WARNING;
        return act(id, act(kind, occurrence, Optional.empty(), text, actor));
    }

    /** An act of the present occurrence that needs no more than a text. */
    Future<Alarm> act(long id, Act.Kind kind, String text, Actor actor) {
        return act(id, act(kind, OptionalInt.empty(), Optional.empty(), text, actor));
    }

    private Future<Alarm> act(long id, Act act) {
        return turns.next(() -> actNow(id, now -> act));
    }

    private static Act act(Act.Kind kind, OptionalInt occurrence, Optional<Duration> time, String text, Actor actor) {
        return new Act(
                kind, actor.user(), actor.role(), actor.settlements(), actor.utilities(), occurrence, time, text);
    }

    /** Does an act that was not taken before, and notes its id with what else is to be written. */
    private Future<Alarm> once(long id, CrewAct act, Actor actor, Consumer<Instant> also) {
        return turns.next(() -> CrewTables.done(database, actor.user(), act.id())
                .compose(done -> {
                    if (done) {
                        return keeper().view(id)
                                .map(Future::succeededFuture)
                                .orElseGet(() -> Future.failedFuture(unknown(id)));
                    }
                    return actNow(id, now -> {
                        act.id().ifPresent(it -> keeper().also(CrewTables.act(actor.user(), it, id, act.kind(), now)));
                        also.accept(now);
                        return engineAct(act, actor);
                    });
                }));
    }

    private static Act engineAct(CrewAct act, Actor actor) {
        return new Act(
                Act.Kind.valueOf(act.kind().name()),
                actor.user(),
                actor.role(),
                actor.settlements(),
                actor.utilities(),
                act.occurrence(),
                Optional.empty(),
                act.text(),
                Optional.of(act.age()),
                act.cause());
    }

    private Future<Alarm> actNow(long id, Function<Instant, Act> act) {
        Optional<Instance> alarm = keeper().instance(id);
        if (alarm.isEmpty()) {
            return Future.failedFuture(unknown(id));
        }
        inService.get().advance(clock);
        // What is still to be kept goes first, so that this act's transaction is its own.
        return inService
                .get()
                .keep(clock.instant(), false)
                .compose(done -> perform(alarm.get(), id, act.apply(clock.instant())));
    }

    private Future<Alarm> perform(Instance alarm, long id, Act act) {
        InService present = inService.get();
        String before = Memory.of(present.engine(), alarm);
        Optional<az.ocaq.alarm.engine.Refusal> refusal =
                present.engine().act(alarm.rule().id(), alarm.device(), act);
        if (refusal.isPresent()) {
            present.keeper().forget();
            return Future.failedFuture(AlarmViews.refusal(refusal.get()));
        }
        return present.keep(clock.instant(), false)
                .recover(failure -> {
                    Memory.putBack(alarm, before);
                    present.keeper().forget();
                    return Future.failedFuture(failure);
                })
                .map(done -> present.keeper().view(id).orElseThrow())
                .onSuccess(acted::accept);
    }

    private AlarmKeeper keeper() {
        return inService.get().keeper();
    }

    private static Future<Alarm> refused(String why) {
        return Future.failedFuture(new Refusal(Refusal.Why.BAD_ARGUMENT, why));
    }

    private static Refusal unknown(long id) {
        return new Refusal(Refusal.Why.UNKNOWN_ALARM, "there is no alarm " + id);
    }
}
