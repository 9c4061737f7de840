package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.UrgentMessage;
import az.ocaq.alarm.Withdrawal;
import az.ocaq.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds. Each message is taken for longer than its ways can take, and is due again when this server
 * does not say what became of it. What one way of sending has accepted is noted at once and never sent that way again; only a crash between
 * the acceptance and the note sends a message twice, under the same key. Every way has a lane of its own: one that is slow
 * or does not answer delays no message of another.
 */
public final class OutboxWorker {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxWorker.class);
    private static final long TICK_MILLIS = 1_000;
    private static final int MOST_AT_ONCE = 200;
    /** For the database, before and after a try; half of it is for a way that breaks its word about when it ends. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Database database;
    private final Contacts contacts;
    private final List<Notifier> notifiers;
    private final AlarmLookup alarms;
    private final Clock clock;
    private final Tried tried;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private final Lanes lanes = new Lanes();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Set<String> urgentUnderWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> acceptedUrgently = new ConcurrentHashMap<>();
    private volatile List<GivenUpWays.GivenUp> givenUp = List.of();
    private volatile Optional<Long> timer = Optional.empty();

    /**
     * A message whose turn it is.
     *
     * @param all ways that are for it at present
     * @param ways that it goes now, in whose lanes it is; what has left a lane is no longer in here
     * @param more whether it has to go other ways too, whose lanes are full
     */
    private record Turn(Outbox.Due due, List<Notifier> all, Set<String> ways, boolean more) {}

    /** Is told of each try. */
    @FunctionalInterface
    public interface Tried {
        void count(String way, boolean accepted);
    }

    public OutboxWorker(
            Vertx vertx,
            Database database,
            Contacts contacts,
            List<Notifier> notifiers,
            AlarmLookup alarms,
            Clock clock,
            Tried tried) {
        this.vertx = vertx;
        this.database = database;
        this.contacts = contacts;
        this.notifiers = List.copyOf(notifiers);
        this.alarms = alarms;
        this.clock = clock;
        this.tried = tried;
    }

    /** Looks for due messages every second from now on, whether or not those before are through: one way may be slow. */
    public void start() {
        var unused = database.transact(handle -> {
                    GivenUpWays.prune(handle, contacts);
                    return null;
                })
                .onFailure(OutboxWorker::unreachable);
        timer = Optional.of(vertx.setPeriodic(TICK_MILLIS, ignored -> look()));
    }

    private void look() {
        if (timer.isPresent() && ticking.compareAndSet(false, true)) {
            var unused = take().onSuccess(turns -> turns.forEach(it -> send(it).onFailure(OutboxWorker::unreachable)))
                    .onFailure(OutboxWorker::unreachable)
                    .onComplete(done -> ticking.set(false));
        }
    }

    /** Takes no more messages; what is under way ends by itself. */
    public void close() {
        timer.ifPresent(vertx::cancelTimer);
        timer = Optional.empty();
    }

    /**
     * Sends a message that the database cannot keep now, unless that has been done or is being done. When it comes out of
     * the outbox later, ways that have accepted it count. To be called again until it is kept: that is the retry.
     */
    public void sendUrgently(UrgentMessage message) {
        Set<String> accepted = acceptedUrgently.computeIfAbsent(message.key(), key -> ConcurrentHashMap.newKeySet());
        Optional<Contact> contact = contacts.of(message.receiver());
        if (contact.isEmpty() || !urgentUnderWay.add(message.key())) {
            return;
        }
        Notice notice = notice(message);
        List<Future<String>> attempts = new ArrayList<>();
        for (Notifier way : ways(contact.get(), false)) {
            if (!accepted.contains(way.name())) {
                attempts.add(way.send(notice, contact.get())
                        .onComplete(done -> tried.count(way.name(), done.succeeded()))
                        .onSuccess(done -> accepted.add(way.name())));
            }
        }
        var unused = Future.join(attempts)
                .onFailure(failure -> LOG.warn("message={} reason=\"{}\"", message.key(), failure.getMessage()))
                .onComplete(done -> urgentUnderWay.remove(message.key()));
    }

    /** Sends what is due now; completes when it is known what became of each. */
    Future<Void> tick() {
        return take().compose(
                        turns -> Future.join(turns.stream().map(this::send).toList()))
                .mapEmpty();
    }

    private Future<List<Turn>> take() {
        Instant now = clock.instant();
        List<Turn> turns = new ArrayList<>();
        return database.transact(handle -> {
                    turns.forEach(this::leave); // of a transaction that was begun anew
                    turns.clear();
                    givenUp = GivenUpWays.read(handle);
                    List<Outbox.Due> due = Outbox.due(handle, now, MOST_AT_ONCE, held(Outbox.waiting(handle, now)));
                    due.forEach(it -> enter(it).ifPresent(turns::add));
                    turns.forEach(it -> Outbox.lease(handle, it.due(), now.plus(lease(it))));
                    return turns;
                })
                .onFailure(failure -> turns.forEach(this::leave));
    }

    /** The queues that are left alone now, because a lane that they need is full: wholly, or once the other ways are done. */
    private Outbox.Held held(List<Outbox.Queue> waiting) {
        Set<String> full = lanes.full();
        Set<String> wholly = new HashSet<>();
        Set<String> partly = new HashSet<>();
        for (Outbox.Queue queue : full.isEmpty() ? List.<Outbox.Queue>of() : waiting) {
            List<String> ways = ways(queue).stream().map(Notifier::name).toList();
            if (!ways.isEmpty() && full.containsAll(ways)) {
                wholly.add(queue.text());
            } else if (ways.stream().anyMatch(full::contains)) {
                partly.add(queue.text());
            }
        }
        return new Outbox.Held(wholly, partly);
    }

    /** How long a message is kept from other servers: until its tries have surely ended here. */
    private Duration lease(Turn turn) {
        return notifiers.stream()
                .filter(it -> turn.ways().contains(it.name()))
                .map(Notifier::limit)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(MARGIN);
    }

    /** Puts a message into the lanes that it still has to go; nothing when none has room, or when it is being sent. */
    private Optional<Turn> enter(Outbox.Due due) {
        if (urgentUnderWay.contains(due.key())) {
            return Optional.empty();
        }
        Set<String> acceptedBefore = acceptedUrgently.getOrDefault(due.key(), Set.of());
        List<Notifier> all = ways(due.queue());
        List<String> needed = all.stream()
                .map(Notifier::name)
                .filter(it -> !due.accepted().contains(it) && !acceptedBefore.contains(it))
                .toList();
        Set<String> entered = ConcurrentHashMap.newKeySet();
        entered.addAll(lanes.enter(needed));
        return entered.isEmpty() && !needed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Turn(due, all, entered, entered.size() < needed.size()));
    }

    private void leave(Turn turn) {
        List.copyOf(turn.ways()).forEach(it -> leave(turn, it));
    }

    private void leave(Turn turn, String way) {
        if (turn.ways().remove(way) && lanes.leave(way)) {
            look();
        }
    }

    private static void unreachable(Throwable failure) {
        LOG.warn("outbox state=unreachable reason=\"{}\"", failure.getMessage());
    }

    private Future<Void> send(Turn turn) {
        Outbox.Due due = turn.due();
        Future<Optional<Alarm>> alarm = due.alarm().map(alarms::alarm).orElse(Future.succeededFuture(Optional.empty()));
        return alarm.compose(found -> members(due).compose(members -> send(turn, found, members)))
                .onComplete(done -> leave(turn));
    }

    /** Some of the alarms that a group's message stands for. */
    private Future<List<Alarm>> members(Outbox.Due due) {
        List<Future<Optional<Alarm>>> found = due.alarm().isPresent()
                ? List.of()
                : due.alarms().stream().map(alarms::alarm).toList();
        return Future.join(found)
                .map(done -> found.stream().flatMap(it -> it.result().stream()).toList());
    }

    private Future<Void> send(Turn turn, Optional<Alarm> alarm, List<Alarm> members) {
        Outbox.Due due = turn.due();
        Optional<Withdrawal> withdrawal = alarm.flatMap(it -> Withdrawal.of(
                due.kind(), due.occurrence(), due.createdAt(), it.state(), it.occurrence(), clock.instant()));
        if (withdrawal.isPresent()) {
            return end(due, "skipped", withdrawal.map(Withdrawal::word));
        }
        List<Notifier> ways = turn.all();
        if (ways.isEmpty() && Contacts.isAccount(due.receiver())) {
            return end(due, "skipped", Optional.of("the account has no contact"));
        }
        if (ways.isEmpty()) {
            return giveUp(turn, lost(due.receiver()).orElse("no way to reach '" + due.receiver() + "' is configured"));
        }
        Notice notice = notice(due, alarm, members);
        Contact contact = contacts.of(due.receiver()).orElseThrow();
        List<Future<Void>> attempts = ways.stream()
                .filter(it -> turn.ways().contains(it.name()))
                .map(it -> send(due, it, notice, contact).onComplete(done -> leave(turn, it.name())))
                .toList();
        return Future.join(attempts).transform(done -> {
            if (done.failed()) {
                return failed(turn, attempts);
            }
            return turn.more() ? again(due) : end(due, "sent", lost(due.receiver()));
        });
    }

    private Future<Void> send(Outbox.Due due, Notifier way, Notice notice, Contact contact) {
        return way.send(notice, contact)
                .timeout(way.limit().plus(MARGIN.dividedBy(2)).toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> tried.count(way.name(), done.succeeded()))
                .recover(failure -> refused(contact, way, failure))
                .compose(receipt -> database.transact(handle -> {
                    Outbox.accepted(handle, due.id(), way.name(), receipt, clock.instant());
                    int unusedCount = GivenUpWays.accepted(handle, contact.receiver(), way.name());
                    return null;
                }));
    }

    /** Takes note of what is refused because of its address, and fails the same. */
    private Future<String> refused(Contact contact, Notifier way, Throwable failure) {
        if (!(failure instanceof NotSent refusal) || refusal.most() == 0) {
            return Future.failedFuture(failure);
        }
        String reason = String.valueOf(failure.getMessage());
        return database.transact(handle -> {
                    GivenUpWays.refused(handle, contact, way.name(), refusal.most(), reason, clock.instant());
                    return null;
                })
                .transform(kept -> Future.failedFuture(failure));
    }

    private List<Notifier> ways(Outbox.Queue queue) {
        return contacts.of(queue.receiver())
                .map(it -> ways(it, queue.channel().equals(Outbox.FALLBACK)))
                .orElse(List.of());
    }

    /**
     * How a contact is reached: the ways that are for the worst case when the others have failed, or as soon as one of them is
     * given up.
     */
    private List<Notifier> ways(Contact contact, boolean fallback) {
        Set<String> lost = GivenUpWays.of(givenUp, contact);
        boolean all =
                !fallback && lost.stream().anyMatch(it -> !contact.fallback().contains(it));
        return notifiers.stream()
                .filter(it -> it.reaches(contact) && !lost.contains(it.name()))
                .filter(it -> all || contact.fallback().contains(it.name()) == fallback)
                .toList();
    }

    /** Which ways of a receiver are given up and why, in words. */
    private Optional<String> lost(String receiver) {
        List<String> reasons = contacts.of(receiver).stream()
                .flatMap(contact -> givenUp.stream()
                        .filter(it -> it.receiver().equals(contact.receiver())
                                && GivenUpWays.of(givenUp, contact).contains(it.way())))
                .map(it -> it.way() + " is given up since " + it.since() + ": " + it.reason())
                .toList();
        return Optional.of(String.join("; ", reasons)).filter(it -> !it.isEmpty());
    }

    /** How many contacts have no way left by which they can be reached. */
    public Future<Long> unreached() {
        return GivenUpWays.list(database)
                .map(lost -> contacts.byReceiver().values().stream()
                        .filter(it -> {
                            Set<String> gone = GivenUpWays.of(lost, it);
                            return !gone.isEmpty()
                                    && notifiers.stream()
                                            .noneMatch(way -> way.reaches(it) && !gone.contains(way.name()));
                        })
                        .count());
    }

    private Future<Void> giveUp(Turn turn, String error) {
        Outbox.Due due = turn.due();
        LOG.warn("message={} state=dead attempts={} reason=\"{}\"", due.key(), due.attempt(), error);
        boolean more = !due.channel().equals(Outbox.FALLBACK)
                && contacts.of(due.receiver())
                        .filter(it -> !turn.all().containsAll(ways(it, true)))
                        .isPresent();
        return database.transact(handle -> {
            Outbox.end(handle, due.id(), "dead", Optional.of(error), clock.instant());
            if (more) {
                Outbox.fallBack(handle, due.id(), due.key(), clock.instant());
            }
            return null;
        });
    }

    /** What had no room on one way is due at once, and this was no try of it. */
    private Future<Void> again(Outbox.Due due) {
        return database.transact(handle -> {
            Outbox.again(handle, due.id(), clock.instant());
            return null;
        });
    }

    /** Tries again while one of the ways may still accept it. */
    private Future<Void> failed(Turn turn, List<Future<Void>> attempts) {
        Outbox.Due due = turn.due();
        List<Throwable> causes =
                attempts.stream().filter(Future::failed).map(Future::cause).toList();
        String error = String.join(
                "; ", causes.stream().map(it -> String.valueOf(it.getMessage())).toList());
        Optional<Duration> wait = turn.more() || causes.stream().anyMatch(OutboxWorker::isWorthRetrying)
                ? backoff.after(due.attempt(), asked(causes))
                : Optional.empty();
        if (wait.isEmpty()) {
            return giveUp(turn, error);
        }
        Instant next = clock.instant().plus(wait.get());
        return database.transact(handle -> {
            Outbox.later(handle, due.id(), next, error);
            return null;
        });
    }

    private Future<Void> end(Outbox.Due due, String state, Optional<String> error) {
        return database.transact(handle -> {
                    Outbox.end(handle, due.id(), state, error, clock.instant());
                    return null;
                })
                .onSuccess(done -> acceptedUrgently.remove(due.key()))
                .mapEmpty();
    }

    private static Notice notice(Outbox.Due due, Optional<Alarm> alarm, List<Alarm> members) {
        return new Notice(
                due.key(),
                thread(due.about(), due.occurrence(), due.receiver(), due.channel()),
                due.about(),
                due.kind(),
                due.occurrence(),
                due.members(),
                due.createdAt(),
                alarm,
                members,
                due.earlier());
    }

    private static Notice notice(UrgentMessage urgent) {
        return new Notice(
                urgent.key(),
                thread(urgent.about(), urgent.occurrence(), urgent.receiver(), urgent.channel()),
                urgent.about(),
                urgent.kind(),
                urgent.occurrence(),
                urgent.members(),
                urgent.createdAt(),
                Optional.of(urgent.alarm()),
                List.of(),
                Map.of());
    }

    private static String thread(String about, int occurrence, String receiver, String channel) {
        return about + "#" + occurrence + "/raised/0/" + receiver + "/" + channel;
    }

    private static boolean isWorthRetrying(Throwable cause) {
        return !(cause instanceof NotSent notSent) || notSent.retryable();
    }

    private static Optional<Duration> asked(List<Throwable> causes) {
        return causes.stream()
                .filter(NotSent.class::isInstance)
                .map(it -> ((NotSent) it).retryAfter())
                .flatMap(Optional::stream)
                .findFirst();
    }
}
