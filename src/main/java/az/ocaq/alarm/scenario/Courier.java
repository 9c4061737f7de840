package az.ocaq.alarm.scenario;

import az.ocaq.alarm.Withdrawal;
import az.ocaq.alarm.engine.Instance;
import az.ocaq.alarm.engine.Message;
import az.ocaq.alarm.engine.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Delivers the messages of receivers whose delivery the policy describes, over channels that scenarios take down. */
final class Courier {
    private record Attempt(
            long at, long number, String channel, int tries, Policy.Delivery delivery, boolean last, Message message) {}

    private final Policy policy;
    private final Seen seen;
    /** How the alarm that a message is about stands now: after a restart another object stands for it. */
    private final UnaryOperator<Instance> present;

    private final Set<String> down = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final PriorityQueue<Attempt> attempts =
            new PriorityQueue<>(Comparator.comparingLong(Attempt::at).thenComparingLong(Attempt::number));
    private long count;

    Courier(Policy policy, Seen seen, UnaryOperator<Instance> present) {
        this.present = present;
        this.policy = policy;
        this.seen = seen;
    }

    void down(String channel) {
        down.add(channel);
    }

    void up(String channel) {
        down.remove(channel);
    }

    void send(Message message) {
        if (message.kind().equals("cleared") || message.kind().equals("latched")) {
            ended.add(story(message));
        }
        Optional<Policy.Delivery> delivery =
                Optional.ofNullable(policy.delivery().get(message.receiver()));
        delivery.ifPresent(it -> plan(message.at(), it.channel(), 1, it, false, message));
        settleAt(message.at());
    }

    /** Makes the attempts that are due before an instant. */
    void advance(long instant) {
        run(instant - 1);
    }

    /** Makes the attempts that are due up to an instant. */
    void settle(long instant) {
        run(instant);
    }

    private void settleAt(long instant) {
        run(instant);
    }

    private void run(long limit) {
        for (Attempt next = attempts.peek(); next != null && next.at() <= limit; next = attempts.peek()) {
            var unused = attempts.poll();
            attempt(next);
        }
    }

    private void plan(long at, String channel, int tries, Policy.Delivery delivery, boolean last, Message message) {
        attempts.add(new Attempt(at, count++, channel, tries, delivery, last, message));
    }

    private void attempt(Attempt attempt) {
        if (isWithdrawn(attempt)) {
            return;
        }
        String name = attempt.channel() + "#" + attempt.tries();
        if (!down.contains(attempt.channel())) {
            note(attempt.at(), name + " ok");
            return;
        }
        note(attempt.at(), name + " fail");
        List<Duration> retry = attempt.delivery().retry();
        if (attempt.tries() <= retry.size()) {
            long next = attempt.at() + retry.get(attempt.tries() - 1).toMillis();
            plan(next, attempt.channel(), attempt.tries() + 1, attempt.delivery(), attempt.last(), attempt.message());
            return;
        }
        note(attempt.at(), attempt.channel() + " dead_letter");
        if (!attempt.last()) {
            attempt.delivery()
                    .fallback()
                    .ifPresent(it -> plan(attempt.at(), it, 1, attempt.delivery(), true, attempt.message()));
        }
    }

    /** As the server does. */
    private boolean isWithdrawn(Attempt attempt) {
        Message message = attempt.message();
        return message.alarm()
                .map(present)
                .flatMap(it -> Withdrawal.of(
                        message.kind(),
                        message.occurrence(),
                        Instant.ofEpochMilli(message.at()),
                        it.code(),
                        it.occurrence(),
                        ended.contains(story(message)),
                        Instant.ofEpochMilli(attempt.at())))
                .isPresent();
    }

    private static String story(Message message) {
        return message.about() + "#" + message.occurrence() + "/" + message.receiver();
    }

    private void note(long at, String what) {
        Entry entry = new Entry(at, "delivery");
        entry.deliveries.add(what);
        seen.add(entry);
    }
}
