package az.ocaq.decode;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came out of one message. */
public sealed interface Decoded {
    /**
     * The message carried values: of one device, or of several behind a gateway.
     *
     * @param device the device that the message is from
     * @param readings every usable value, in the order of the payload; not empty unless {@code texts} is not
     * @param texts values that are words
     * @param statuses devices that the message also says to be online or offline
     * @param problems fields that should have been values and are not; the others are good
     */
    record Readings(
            DeviceId device,
            List<Reading> readings,
            List<Text> texts,
            List<Status> statuses,
            List<FieldProblem> problems)
            implements Decoded {}

    /**
     * The message says whether a device is there.
     *
     * @param powerLost it says itself that it loses its supply now: its last gasp
     */
    record Status(DeviceId device, boolean online, boolean powerLost) implements Decoded {
        public Status(DeviceId device, boolean online) {
            this(device, online, false);
        }

        /** {@code online}, {@code offline}, or {@code power_off} as its last gasp. */
        public String word() {
            return powerLost ? POWER_OFF : online ? "online" : "offline";
        }
    }

    /** The word of a last gasp. */
    String POWER_OFF = "power_off";

    /** The message describes a device and carries no values. */
    record Metadata(Optional<DeviceId> device) implements Decoded {}

    /** The message is understood and of no interest: a command, a log line, a setting. */
    record Ignored(String why) implements Decoded {}

    /**
     * The message cannot be used; it goes to the quarantine.
     *
     * @param device the device it is from, when that much can be told
     * @param reason the kind of fault, a word to count by
     * @param detail what was wrong and where, for a person
     */
    record Rejected(Optional<DeviceId> device, Reason reason, String detail) implements Decoded {}

    /** A value that is a word, with the path of its field in the payload. */
    record Text(DeviceId device, Metric metric, Instant time, String value) {}

    /** A field that should have been a value. */
    record FieldProblem(String path, Reason reason, String detail) {}

    /** Why a message or a field was rejected. */
    enum Reason {
        NO_DECODER,
        EMPTY,
        TOO_LARGE,
        NOT_UTF8,
        MALFORMED,
        TOO_DEEP,
        NOT_A_NUMBER,
        BAD_TIME,
        BAD_TOPIC,
        NO_VALUES,
        /** It refers to what another message describes, and that has not been seen. */
        NOT_DESCRIBED,
        /** It is good, and messages before it were lost on the way. */
        LOST_BEFORE,
        /** It contradicts what another device has said first. */
        CONFLICT,
        DECODER_FAULT,
        /** It is good, and its sender sends more than it may. */
        OVER_LIMIT,
        REFUSED_BY_STORE;

        /** The word in data: lower snake case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
