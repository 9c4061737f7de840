package az.ocaq.store.questdb;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as QuestDB keeps them: microseconds since 1970, none before. */
final class QuestTimes {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private QuestTimes() {}

    /** Of a reading, which is exact to the millisecond. */
    static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    /** Of a query's bound, which may be any time: the first millisecond that is not before it. */
    static long bound(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        Instant bounded = time.isAfter(LATEST) ? LATEST : time;
        boolean between = bounded.isAfter(bounded.truncatedTo(ChronoUnit.MILLIS));
        return (bounded.toEpochMilli() + (between ? 1 : 0)) * 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochMilli(Math.floorDiv(micros, 1_000));
    }
}
