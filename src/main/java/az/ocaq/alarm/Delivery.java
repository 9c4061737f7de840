package az.ocaq.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message to one receiver, and what became of it.
 *
 * @param id number for life
 * @param alarms numbers of the alarms that it is about, as far as they were asked for
 * @param key the same over all attempts and restarts
 * @param about the alarm, the group or the receiver that it is about
 * @param kind raised, cleared, escalated, digest, …
 * @param members how many alarms it stands for
 * @param state pending, sent, skipped or dead
 * @param attempts how often it was tried
 * @param nextAttempt when it is tried again, while it is pending
 * @param error what went wrong last
 * @param accepted way of sending → when it was accepted
 * @param reports what providers said later
 */
public record Delivery(
        long id,
        Set<Long> alarms,
        String key,
        String about,
        int occurrence,
        String kind,
        String receiver,
        String channel,
        int members,
        Instant createdAt,
        String state,
        int attempts,
        Optional<Instant> nextAttempt,
        Optional<String> error,
        Map<String, Instant> accepted,
        List<Report> reports) {
    /**
     * What a provider said about a message that it had accepted.
     *
     * @param state accepted, delivered, read or failed
     * @param detail the provider's word for it
     */
    public record Report(String way, String address, String state, String detail, Instant at) {}

    public Delivery {
        reports = List.copyOf(reports);
        alarms = Set.copyOf(alarms);
        accepted = Map.copyOf(accepted);
    }
}
