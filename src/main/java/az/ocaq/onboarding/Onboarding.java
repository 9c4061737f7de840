package az.ocaq.onboarding;

import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.SeriesId;
import az.ocaq.onboarding.Refused.Fault;
import az.ocaq.onboarding.Refused.Why;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives devices their homes, corrects and ends these. A home is in force once the database has it: from then on every
 * reading of the device is stored, judged and shown under its new identity, the rules of its type watch it, and what was
 * stored before follows. Confined to the pipeline's event-loop context.
 */
public final class Onboarding {
    private static final int LONGEST_TITLE = 200;

    /** What the rest of the server does about a change. */
    public interface Surroundings {
        /** Succeeds when every message that was taken so far is kept and published. */
        Future<Void> settled();

        /** Looks at the registry anew for one device: what judges values, and what watches for alarms. */
        Future<Void> refit(DeviceId device);
    }

    private final Database database;
    private final DeviceRegistry registry;
    private final DeviceTypes types;
    private final Homes homes;
    private final Inbox inbox;
    private final LiveState live;
    private final TimeSeriesStore store;
    private final Quarantine quarantine;
    private final SeriesMoves moves;
    private final Surroundings surroundings;
    private final Clock clock;
    private Future<?> previous = Future.succeededFuture();

    /** The parts that homes concern. */
    public record Parts(
            Vertx vertx,
            Database database,
            DeviceRegistry registry,
            DeviceTypes types,
            LiveState live,
            TimeSeriesStore store,
            Quarantine quarantine,
            Clock clock) {}

    public Onboarding(Parts parts, Homes homes, Inbox inbox, Surroundings surroundings) {
        this.database = parts.database();
        this.registry = parts.registry();
        this.types = parts.types();
        this.live = parts.live();
        this.store = parts.store();
        this.quarantine = parts.quarantine();
        this.clock = parts.clock();
        this.homes = homes;
        this.inbox = inbox;
        this.surroundings = surroundings;
        this.moves = new SeriesMoves(parts.vertx(), database, store, registry, live, clock);
    }

    public Homes homes() {
        return homes;
    }

    public Inbox inbox() {
        return inbox;
    }

    public DeviceTypes types() {
        return types;
    }

    /** Goes on with what a stop interrupted. */
    public Future<Void> resume() {
        return moves.run();
    }

    /**
     * Gives devices their homes, all of them or none. Completes when they are in force, with what must still follow: stored
     * series, and messages in quarantine that are good now. Fails with a {@link Refused} that says of each wish
     * what is wrong with it.
     */
    public Future<Given> give(List<Wish> wishes, String by) {
        return inTurn(() -> checked(wishes, Optional.empty()).compose(good -> {
            List<Home> given = wishes.stream().map(it -> home(it, by)).toList();
            return database.transact(handle -> {
                        for (Home home : given) {
                            HomeTables.insert(handle, home);
                            HomeTables.move(handle, home.source(), home.device(), false);
                        }
                        return true;
                    })
                    .compose(kept -> {
                        homes.take(given);
                        given.forEach(it ->
                                live.refit(it.device().settlement(), it.device().site()));
                        return refit(given.stream().map(Home::device).toList());
                    })
                    .map(done -> new Given(given, follow(given)));
        }));
    }

    /** Homes that are in force, and the future of what follows. */
    public record Given(List<Home> homes, Future<Void> followed) {}

    /** Gives a device another home, type or name. The values under the identity that it leaves are marked as suspect. */
    public Future<Given> correct(DeviceId device, Wish wish, String by) {
        return inTurn(() -> {
            Home before = required(device);
            boolean stays = wish.device().equals(device);
            Future<Void> good = checked(List.of(wish), Optional.of(before));
            return good.compose(done -> {
                Home now = home(wish, by);
                return database.transact(handle -> {
                            HomeTables.end(handle, device, by, clock.instant());
                            HomeTables.insert(handle, now);
                            HomeTables.move(handle, device, wish.device(), !device.equals(before.source()));
                            return true;
                        })
                        .compose(kept -> {
                            homes.end(before);
                            homes.take(List.of(now));
                            return left(before, now.device(), stays);
                        })
                        .map(kept -> new Given(List.of(now), follow(List.of(now))));
            });
        });
    }

    /** Takes a device's home away: it is in the inbox again with all its values. */
    public Future<Given> end(DeviceId device, String by) {
        return inTurn(() -> {
            Home before = required(device);
            return database.transact(handle -> {
                        HomeTables.end(handle, device, by, clock.instant());
                        HomeTables.move(handle, device, before.source(), true);
                        return true;
                    })
                    .compose(kept -> {
                        homes.end(before);
                        return left(before, before.source(), false);
                    })
                    .map(kept -> new Given(List.of(), moves.run()));
        });
    }

    private Home required(DeviceId device) {
        return homes.at(device).orElseThrow(() -> new IllegalArgumentException(device + " was not given a home here"));
    }

    /** A device has left its identity for another. */
    private Future<Void> left(Home before, DeviceId now, boolean stays) {
        live.refit(before.device().settlement(), before.device().site());
        live.refit(now.settlement(), now.site());
        Set<DeviceId> concerned = new LinkedHashSet<>(List.of(before.device(), now));
        return refit(List.copyOf(concerned))
                .compose(done -> surroundings.settled())
                .onSuccess(done -> {
                    if (!stays) {
                        live.moved(before.device(), now);
                    }
                });
    }

    private Future<Void> refit(List<DeviceId> devices) {
        Future<Void> done = Future.succeededFuture();
        for (DeviceId device : devices) {
            done = done.compose(before -> surroundings.refit(device));
        }
        return done;
    }

    /** What was stored and what lies in quarantine follows. */
    private Future<Void> follow(List<Home> given) {
        return surroundings
                .settled()
                .compose(done -> {
                    for (Home home : given) {
                        if (!home.source().equals(home.device())) {
                            live.moved(home.source(), home.device());
                        }
                        inbox.forget(home.source());
                    }
                    return moves.run();
                })
                .compose(done -> {
                    Future<Void> replayed = Future.succeededFuture();
                    for (Home home : given) {
                        replayed = replayed.compose(before -> quarantine.replayAll(home.source()))
                                .mapEmpty();
                    }
                    return replayed;
                });
    }

    private Home home(Wish wish, String by) {
        return new Home(wish.source(), wish.device(), wish.type(), wish.title(), by, clock.instant());
    }

    private Future<Void> checked(List<Wish> wishes, Optional<Home> corrected) {
        List<Refused.Fault> wrong = new ArrayList<>();
        Set<DeviceId> taken = new HashSet<>();
        Future<Void> stored = Future.succeededFuture();
        for (Wish wish : wishes) {
            fault(wish, corrected).ifPresent(wrong::add);
            if (!taken.add(wish.source())
                    || (!taken.add(wish.device()) && !wish.device().equals(wish.source()))) {
                wrong.add(Fault.of(wish, Why.TWICE, ""));
            }
            boolean moves = !wish.source().equals(wish.device())
                    && corrected.filter(it -> it.device().equals(wish.device())).isEmpty();
            if (moves) {
                stored = stored.compose(done -> store.series(wish.device())).map(series -> {
                    unused(wish, series).ifPresent(wrong::add);
                    return null;
                });
            }
        }
        return stored.compose(
                done -> wrong.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new Refused(wrong)));
    }

    private Optional<Fault> unused(Wish wish, List<SeriesId> series) {
        boolean free = series.isEmpty() || homes.isOwn(wish.device(), wish.source());
        return free ? Optional.empty() : Optional.of(Fault.of(wish, Why.OTHERS_VALUES, wish.device()));
    }

    private Optional<Fault> fault(Wish wish, Optional<Home> corrected) {
        DeviceId device = wish.device();
        boolean same = corrected.filter(it -> it.device().equals(device)).isPresent();
        if (registry.site(device.settlement(), device.site()).isEmpty()) {
            return Optional.of(Fault.of(wish, Why.NO_SITE, device.settlement() + "/" + device.site()));
        }
        if (types.type(wish.type()).isEmpty()) {
            return Optional.of(Fault.of(wish, Why.NO_TYPE, wish.type()));
        }
        if (wish.title().length() > LONGEST_TITLE) {
            return Optional.of(Fault.of(wish, Why.LONG_NAME, LONGEST_TITLE));
        }
        if (corrected.isEmpty() && homes.ofSource(wish.source()).isPresent()) {
            return Optional.of(Fault.of(wish, Why.HAS_HOME, homes.of(wish.source())));
        }
        if (corrected.isEmpty() && registry.device(wish.source()).isPresent()) {
            return Optional.of(Fault.of(wish, Why.REGISTERED, ""));
        }
        if (!same && homes.at(device).isPresent()) {
            return Optional.of(Fault.of(wish, Why.HOME_TAKEN, device));
        }
        boolean heard = live.status(device).firstSeen().isPresent();
        if (!same && registry.device(device).isPresent() && heard) {
            return Optional.of(Fault.of(wish, Why.REPORTS, device));
        }
        return Optional.empty();
    }

    /** One thing after the other. */
    private <T> Future<T> inTurn(Supplier<Future<T>> work) {
        Future<T> turn = previous.transform(done -> {
            try {
                return work.get();
            } catch (IllegalArgumentException e) {
                return Future.failedFuture(e);
            }
        });
        previous = turn;
        return turn;
    }
}
