package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.UrgentMessage;
import az.ocaq.alarm.Withdrawal;
import az.ocaq.database.Database;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds. Each message is taken for longer than its ways can take, and is due again when this server
 * does not say what became of it. Each line, one address by one way, is judged, tried again and given up by itself: what it has
 * accepted is noted at once and never sent there again, and what it never will goes the fallback at once; only a crash between
 * the acceptance and the note sends a message twice, under the same key. Every way has a lane for each severity: one that is
 * slow or does not answer delays no message of another, and what is less urgent delays nothing that is more.
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
    private final Ways ways;
    private final AlarmLookup alarms;
    private final Clock clock;
    private final Tried tried;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private final Lanes lanes = new Lanes();
    private final Agenda agenda = new Agenda();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Set<String> urgentUnderWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Line>> acceptedUrgently = new ConcurrentHashMap<>();
    private volatile Optional<Long> timer = Optional.empty();

    /**
     * A message whose turn it is.
     *
     * @param all lines that are for it at present
     * @param now those that it goes now
     * @param lanes that it is in for that; what it has left is no longer in here
     * @param until when it must have begun
     */
    private record Turn(Outbox.Due due, List<Line> all, List<Line> now, Set<Lanes.Lane> lanes, Instant until) {}

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
        this.ways = new Ways(contacts, notifiers);
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
        timer = Optional.of(vertx.setPeriodic(TICK_MILLIS, ignored -> look(true)));
    }

    /** @param anew whether what has come due since the last look at all is to be found */
    private void look(boolean anew) {
        if (timer.isPresent() && ticking.compareAndSet(false, true)) {
            var unused = take(anew)
                    .onSuccess(turns -> turns.forEach(it -> send(it).onFailure(OutboxWorker::unreachable)))
                    .onFailure(OutboxWorker::unreachable)
                    .onComplete(done -> ticking.set(false));
        }
    }

    /** Takes no more messages; what is under way ends by itself. */
    public void close() {
        timer.ifPresent(vertx::cancelTimer);
        timer = Optional.empty();
    }

    /** How many contacts have no address left by which they can be reached. */
    public Future<Long> unreached() {
        return ways.unreached(database);
    }

    /**
     * Sends a message that the database cannot keep now, unless that has been done or is being done. When it comes out of
     * the outbox later, lines that have accepted it count. To be called again until it is kept: that is the retry.
     */
    public void sendUrgently(UrgentMessage message) {
        Set<Line> accepted = acceptedUrgently.computeIfAbsent(message.key(), key -> ConcurrentHashMap.newKeySet());
        Optional<Contact> contact = contacts.of(message.receiver());
        if (contact.isEmpty() || !urgentUnderWay.add(message.key())) {
            return;
        }
        Notice notice = Notice.of(message);
        List<Future<String>> attempts = new ArrayList<>();
        for (Line line : ways.lines(message.receiver(), false)) {
            if (!accepted.contains(line)) {
                attempts.add(ways.of(line)
                        .send(notice, contact.get(), line.address())
                        .onComplete(done -> tried.count(line.way(), done.succeeded()))
                        .onSuccess(done -> accepted.add(line)));
            }
        }
        var unused = Future.join(attempts)
                .onFailure(failure -> LOG.warn("message={} reason=\"{}\"", message.key(), failure.getMessage()))
                .onComplete(done -> urgentUnderWay.remove(message.key()));
    }

    /** Sends what is due now; completes when it is known what became of each. */
    Future<Void> tick() {
        return take(true)
                .compose(turns -> Future.join(turns.stream().map(this::send).toList()))
                .mapEmpty();
    }

    private Future<List<Turn>> take(boolean anew) {
        Instant now = clock.instant();
        List<Turn> turns = new ArrayList<>();
        return database.fenced(handle -> {
                    turns.forEach(this::leave); // of a transaction that was begun anew
                    turns.clear();
                    ways.refresh(handle);
                    if (anew || agenda.isEmpty()) {
                        agenda.renew(Outbox.agenda(handle, now, held(Outbox.waiting(handle, now))));
                    }
                    turns.addAll(enter(handle, agenda.next(MOST_AT_ONCE), now));
                    turns.forEach(it -> Outbox.lease(handle, it.due(), now.plus(lease(it))));
                    return turns;
                })
                .onFailure(failure -> turns.forEach(this::leave));
    }

    private List<Turn> enter(Handle handle, List<Agenda.Item> next, Instant now) {
        List<Turn> turns = new ArrayList<>();
        List<Agenda.Item> waiting = new ArrayList<>();
        Map<Long, Outbox.Due> due = Outbox.due(handle, now, next);
        for (Agenda.Item item : next) {
            Optional<Outbox.Due> message = Optional.ofNullable(due.get(item.id()));
            Optional<Turn> turn = message.flatMap(it -> enter(it, now));
            turn.ifPresent(turns::add);
            if (message.isPresent() && turn.isEmpty()) {
                waiting.add(item);
            }
        }
        agenda.putBack(waiting);
        return turns;
    }

    /** The queues that are left alone now, because a lane that they need is full: wholly, or where the others are done. */
    private Outbox.Held held(List<Outbox.Queue> waiting) {
        Set<Lanes.Lane> full = lanes.full();
        if (full.isEmpty()) {
            return Outbox.Held.NOTHING;
        }
        Set<String> wholly = new HashSet<>();
        Set<String> partly = new HashSet<>();
        for (Outbox.Queue queue : waiting) {
            List<Lanes.Lane> needed = lanes(ways.lines(queue), queue.severity());
            if (!needed.isEmpty() && full.containsAll(needed)) {
                wholly.add(queue.text());
            } else if (needed.stream().anyMatch(full::contains)) {
                partly.add(queue.text());
            }
        }
        return new Outbox.Held(
                wholly, partly, full.stream().map(Lanes.Lane::text).collect(Collectors.toUnmodifiableSet()));
    }

    private static List<Lanes.Lane> lanes(List<Line> lines, int severity) {
        return lines.stream()
                .map(it -> new Lanes.Lane(it.way(), severity))
                .distinct()
                .toList();
    }

    /** How long a message is kept from other servers: until its tries have surely ended here. */
    private Duration lease(Turn turn) {
        return turn.now().stream()
                .map(it -> ways.of(it).limit())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(MARGIN);
    }

    /** Puts a message into the lanes that it still has to go; nothing when none has room, or when it is being sent. */
    private Optional<Turn> enter(Outbox.Due due, Instant now) {
        if (urgentUnderWay.contains(due.key())) {
            return Optional.empty();
        }
        List<Line> all = ways.lines(due.queue());
        List<Line> wanted = all.stream()
                .filter(it -> isOpen(due.key(), it, due.lines(), all))
                .filter(it -> next(due.lines(), it).filter(now::isBefore).isEmpty())
                .toList();
        Set<Lanes.Lane> entered = ConcurrentHashMap.newKeySet();
        entered.addAll(lanes.enter(lanes(wanted, due.severity())));
        List<Line> going = wanted.stream()
                .filter(it -> entered.contains(new Lanes.Lane(it.way(), due.severity())))
                .toList();
        return going.isEmpty() && !wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Turn(due, all, going, entered, now.plus(MARGIN.dividedBy(2))));
    }

    /** Whether a message is still to go on a line: a new address is not told what the way told the one that it replaced. */
    private boolean isOpen(String key, Line line, Map<Line, Outbox.Progress> lines, List<Line> all) {
        boolean untried = !lines.containsKey(line);
        return !acceptedUrgently.getOrDefault(key, Set.of()).contains(line)
                && (untried
                        ? !hasToldReplaced(line.way(), lines, all)
                        : next(lines, line).isPresent());
    }

    private static boolean hasToldReplaced(String way, Map<Line, Outbox.Progress> lines, List<Line> all) {
        return lines.entrySet().stream()
                .anyMatch(
                        it -> it.getKey().way().equals(way) && it.getValue().accepted() && !all.contains(it.getKey()));
    }

    private static Optional<Instant> next(Map<Line, Outbox.Progress> lines, Line line) {
        return Optional.ofNullable(lines.get(line)).flatMap(Outbox.Progress::next);
    }

    private void leave(Turn turn) {
        List.copyOf(turn.lanes()).forEach(it -> leave(turn, it));
    }

    private void leave(Turn turn, Lanes.Lane lane) {
        if (turn.lanes().remove(lane) && lanes.leave(lane)) {
            look(false);
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
                due.kind(),
                due.occurrence(),
                due.createdAt(),
                it.state(),
                it.occurrence(),
                due.followed(),
                clock.instant()));
        if (withdrawal.isPresent()) {
            return end(due, "skipped", withdrawal.map(Withdrawal::word));
        }
        if (turn.all().isEmpty() && Contacts.isAccount(due.receiver())) {
            return end(due, "skipped", Optional.of("the account has no contact"));
        }
        if (turn.all().isEmpty()) {
            String none = "no way to reach '" + due.receiver() + "' is configured";
            return end(due, "dead", Optional.of(ways.lost(due.receiver()).orElse(none)));
        }
        return notice(due, alarm, members).compose(notice -> send(turn, notice));
    }

    /** Of an alarm that was raised anew since, people are told what it was then. */
    private Future<Notice> notice(Outbox.Due due, Optional<Alarm> alarm, List<Alarm> members) {
        boolean past = alarm.filter(it -> it.occurrence() > due.occurrence()).isPresent();
        Future<Optional<Alarm>> told = past
                ? alarms.past(due.alarm().orElseThrow(), due.occurrence()).map(found -> found.or(() -> alarm))
                : Future.succeededFuture(alarm);
        return told.map(it -> Notice.of(due, it, past, members));
    }

    private Future<Void> send(Turn turn, Notice notice) {
        Outbox.Due due = turn.due();
        if (clock.instant().isAfter(turn.until())) {
            // this server stood still: what it took may be another's by now, and is due again in any case
            return Future.succeededFuture();
        }
        Contact contact = contacts.of(due.receiver()).orElseThrow();
        Map<String, List<Line>> byWay = turn.now().stream().collect(Collectors.groupingBy(Line::way));
        List<Future<?>> attempts = new ArrayList<>();
        byWay.forEach((way, lines) -> attempts.add(Future.join(lines.stream()
                        .map(it -> send(turn, it, notice, contact))
                        .toList())
                .onComplete(done -> leave(turn, new Lanes.Lane(way, due.severity())))));
        return Future.join(attempts).compose(done -> settle(turn));
    }

    private Future<Void> send(Turn turn, Line line, Notice notice, Contact contact) {
        Notifier way = ways.of(line);
        return way.send(notice, contact, line.address())
                .timeout(way.limit().plus(MARGIN.dividedBy(2)).toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> tried.count(line.way(), done.succeeded()))
                .transform(done -> database.fenced(handle -> {
                    note(handle, turn, line, contact.receiver(), done);
                    return null;
                }));
    }

    /** Takes note of what became of a message on a line; what never will be accepted there goes the fallback. */
    private void note(Handle handle, Turn turn, Line line, String receiver, AsyncResult<String> done) {
        Outbox.Due due = turn.due();
        Instant now = clock.instant();
        int tries = 1
                + Optional.ofNullable(due.lines().get(line))
                        .map(Outbox.Progress::tries)
                        .orElse(0);
        if (done.succeeded()) {
            Outbox.accepted(handle, due.id(), line, tries, done.result(), now);
            int unusedCount = GivenUpWays.accepted(handle, receiver, line);
            return;
        }
        Throwable failure = done.cause();
        String error = String.valueOf(failure.getMessage());
        if (failure instanceof NotSent refusal && refusal.most() > 0) {
            GivenUpWays.refused(handle, receiver, line, refusal.most(), error, now);
        }
        Optional<Instant> next = NotSent.isWorthRetrying(failure)
                ? backoff.after(tries, NotSent.retryAfter(failure)).map(now::plus)
                : Optional.empty();
        Outbox.refused(handle, due.id(), line, new Outbox.Progress(tries, next, false, error));
        if (next.isEmpty()
                && !due.channel().equals(Outbox.FALLBACK)
                && !turn.all().containsAll(ways.lines(due.receiver(), true))) {
            Outbox.fallBack(handle, due.id(), due.key(), now);
        }
    }

    /** What comes of a message after its tries: it is through, given up where it was not accepted, or tried again. */
    private Future<Void> settle(Turn turn) {
        Outbox.Due due = turn.due();
        Instant now = clock.instant();
        return database.fenced(handle -> {
                    Map<Line, Outbox.Progress> lines = new HashMap<>(Outbox.lines(handle, due.id(), due.key()));
                    List<Line> open = turn.all().stream()
                            .filter(it -> isOpen(due.key(), it, lines, turn.all()))
                            .toList();
                    open.stream().filter(it -> !lines.containsKey(it)).forEach(it -> {
                        Outbox.Progress none = new Outbox.Progress(0, Optional.of(now), false, "");
                        Outbox.refused(handle, due.id(), it, none);
                        lines.put(it, none);
                    });
                    Optional<Instant> next = open.stream()
                            .flatMap(it -> next(lines, it).stream())
                            .min(Comparator.naturalOrder());
                    boolean dead = turn.all().stream()
                            .anyMatch(
                                    it -> lines.containsKey(it) && lines.get(it).isGivenUp());
                    Optional<String> error = errors(turn.all(), lines).or(() -> ways.lost(due.receiver()));
                    if (next.isPresent()) {
                        Outbox.later(handle, due.id(), next.get(), error);
                    } else {
                        end(handle, due, dead ? "dead" : "sent", error);
                    }
                    return next.isPresent();
                })
                .onSuccess(more -> {
                    if (!more) {
                        acceptedUrgently.remove(due.key());
                    }
                })
                .mapEmpty();
    }

    private static Optional<String> errors(List<Line> of, Map<Line, Outbox.Progress> lines) {
        String all = of.stream()
                .flatMap(it -> Optional.ofNullable(lines.get(it)).stream())
                .map(Outbox.Progress::error)
                .filter(it -> !it.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return Optional.of(all).filter(it -> !it.isEmpty());
    }

    private Future<Void> end(Outbox.Due due, String state, Optional<String> error) {
        return database.fenced(handle -> {
                    end(handle, due, state, error);
                    return null;
                })
                .onSuccess(done -> acceptedUrgently.remove(due.key()))
                .mapEmpty();
    }

    private void end(Handle handle, Outbox.Due due, String state, Optional<String> error) {
        if (state.equals("dead")) {
            LOG.warn("message={} state=dead reason=\"{}\"", due.key(), error.orElse(""));
        }
        Outbox.end(handle, due.id(), state, error, clock.instant());
    }
}
