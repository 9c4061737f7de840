package az.ocaq.decode.sparkplug;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One edge node: its session, its own birth and those of the devices behind it. */
final class EdgeNode {
    private static final int SEQUENCE_NUMBERS = 256;

    final Map<String, Birth> births = new HashMap<>();
    Optional<Long> session = Optional.empty();
    boolean online;

    private Optional<Long> sequence = Optional.empty();

    /** A new session starts: what was described before no longer holds. */
    void born(Optional<Long> bdSeq) {
        births.clear();
        sequence = Optional.empty();
        session = bdSeq;
        online = true;
    }

    /** Whether a death certificate is that of the present session and not of one before. */
    boolean dies(Optional<Long> bdSeq) {
        return session.isEmpty() || bdSeq.isEmpty() || session.equals(bdSeq);
    }

    void died() {
        births.values().forEach(it -> it.alive = false);
        online = false;
        sequence = Optional.empty();
    }

    /** Notes a message's sequence number; the number it should have had when messages were lost before it. */
    Optional<Long> lostBefore(long number) {
        Optional<Long> due = sequence.map(it -> (it + 1) % SEQUENCE_NUMBERS);
        boolean again = sequence.isPresent() && sequence.get() == number;
        sequence = Optional.of(number);
        return again ? Optional.empty() : due.filter(it -> it != number);
    }

    int described() {
        return births.values().stream().mapToInt(Birth::size).sum();
    }
}
