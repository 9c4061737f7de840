package az.ocaq;

import az.ocaq.alarm.Alarm;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages that are kept together: what came out of them, and how to tell the broker that they are kept. Filled and read on
 * the pipeline's event-loop context.
 */
final class Batch {
    /** A message that nobody could use, with the reason. */
    record Rejection(Message message, String decoder, Decoded.Rejected why) {}

    /** A device that said to be there or not. */
    record Presence(DeviceId device, boolean online, boolean powerLost, boolean retained, Instant receivedAt) {}

    private final List<Reading> readings = new ArrayList<>();
    private final List<Presence> presences = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private Map<String, Map<String, byte[]>> memories = Map.of();
    private List<Alarm> alarms = List.of();
    private final List<Runnable> acknowledgements = new ArrayList<>();
    private Instant newestArrival = Instant.EPOCH;
    private int messages;

    /** Validated, in the order of arrival. */
    List<Reading> readings() {
        return readings;
    }

    List<Presence> presences() {
        return presences;
    }

    List<Rejection> rejections() {
        return rejections;
    }

    /** What decoders learned from it, by convention. */
    Map<String, Map<String, byte[]>> memories() {
        return memories;
    }

    void learned(Map<String, Map<String, byte[]>> changes) {
        memories = changes;
    }

    /** Alarms that it raised, cleared or changed otherwise. */
    List<Alarm> alarms() {
        return alarms;
    }

    void changed(List<Alarm> byThisBatch) {
        alarms = byThisBatch;
    }

    /** Whether anything came out of it but readings, which the database keeps. */
    boolean hasRows() {
        return !alarms.isEmpty() || !memories.isEmpty() || !rejections.isEmpty();
    }

    /** When its newest message arrived. */
    Instant newestArrival() {
        return newestArrival;
    }

    int messages() {
        return messages;
    }

    boolean isEmpty() {
        return messages == 0;
    }

    void count(Message message) {
        messages++;
        newestArrival = message.receivedAt();
    }

    void whenKept(Runnable acknowledge) {
        acknowledgements.add(acknowledge);
    }

    /** Tells the broker, in the order of arrival. */
    void acknowledge() {
        acknowledgements.forEach(Runnable::run);
    }
}
