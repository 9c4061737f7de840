package az.ocaq.decode;

import az.ocaq.decode.Decoded.Readings;
import az.ocaq.decode.Explanation.Left;
import az.ocaq.decode.Explanation.Place;
import az.ocaq.decode.PayloadFields.Field;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out where each value of a message comes from by asking the decoder itself: it changes one field after the other a
 * little and looks which value changes with it. So it is true for every convention, and decoding alone does not pay for it.
 * Each try has decoders of its own that know what those of the message knew; bounded in tries and time. Used on one thread.
 */
public final class Explainer {
    private static final int MOST_FIELDS = 400;
    private static final int MOST_BYTES = 600;
    private static final int LARGEST_PAYLOAD = 64 << 10;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Conventions conventions;
    private final Map<String, Map<String, byte[]>> memory = new HashMap<>();

    /** For messages of these conventions. */
    public Explainer(Conventions conventions) {
        this.conventions = conventions;
    }

    /** Takes what a convention's decoder has learned from earlier messages; to be called before {@link #explain}. */
    public void learn(String convention, Map<String, byte[]> entries) {
        Map<String, byte[]> known = memory.computeIfAbsent(convention, it -> new HashMap<>());
        entries.forEach((entry, content) -> {
            if (content.length == 0) {
                known.remove(entry);
            } else {
                known.put(entry, content);
            }
        });
    }

    /** Explains what a message was decoded to. */
    public Explanation explain(Message message, Decoded decoded) {
        if (decoded instanceof Readings readings) {
            return message.payload().length > LARGEST_PAYLOAD
                    ? unexplained(readings)
                    : new Tries(message, readings).explain();
        } else if (decoded instanceof Decoded.Status) {
            return Explanation.none("status");
        } else if (decoded instanceof Decoded.Metadata) {
            return Explanation.none("metadata");
        } else if (decoded instanceof Decoded.Ignored ignored) {
            return Explanation.none("ignored: " + ignored.why());
        } else if (decoded instanceof Decoded.Rejected rejected) {
            return Explanation.none(rejected.reason().word());
        }
        throw new IllegalStateException("all outcomes are named above");
    }

    private static Explanation unexplained(Readings readings) {
        return new Explanation(
                Collections.nCopies(readings.readings().size(), Place.UNKNOWN),
                Collections.nCopies(readings.texts().size(), Place.UNKNOWN),
                List.of());
    }

    private Decoded again(Message message, byte[] payload) {
        Decoders decoders = conventions.decoders();
        for (DecoderMemory it : decoders.memories()) {
            it.restore(memory.getOrDefault(it.name(), Map.of()));
        }
        return decoders.decode(new Message(message.topic(), payload, message.receivedAt(), message.retained()));
    }

    /** The tries on one message. */
    private final class Tries {
        private final Message message;
        private final Readings found;
        private final long deadline = System.nanoTime() + LONGEST.toNanos();
        private final Map<Integer, Place> readings = new HashMap<>();
        private final Map<Integer, Place> texts = new HashMap<>();
        /** Fields without which a reading is not there, to fall back on. */
        private final Map<Integer, Field> needed = new HashMap<>();

        Tries(Message message, Readings found) {
            this.message = message;
            this.found = found;
        }

        Explanation explain() {
            Optional<PayloadFields> json = PayloadFields.of(message.payload());
            Map<Field, String> left = new LinkedHashMap<>();
            if (json.isPresent()) {
                tryFields(json.get(), left);
            } else if (found.readings().size() + found.texts().size() == 1) {
                readings.put(0, Place.at(""));
                texts.put(0, Place.at(""));
            } else {
                tryBytes();
            }
            needed.forEach((reading, field) -> readings.putIfAbsent(reading, Place.at(field.pointer())));
            Set<String> used = new HashSet<>();
            readings.values().forEach(it -> it.path().ifPresent(used::add));
            texts.values().forEach(it -> it.path().ifPresent(used::add));
            List<Left> fields = new ArrayList<>();
            left.forEach((field, reason) -> {
                if (!used.contains(field.pointer())) {
                    fields.add(new Left(field.pointer(), reason));
                }
            });
            return new Explanation(
                    places(readings, found.readings().size()),
                    places(texts, found.texts().size()),
                    fields);
        }

        private void tryFields(PayloadFields json, Map<Field, String> left) {
            int tries = 0;
            for (Field field : json.all()) {
                if (field.value().isNull()) {
                    left.put(field, "null");
                } else if (tries >= MOST_FIELDS || System.nanoTime() > deadline) {
                    left.put(field, "not_tried");
                } else {
                    tries++;
                    String effect = effect(again(message, json.changed(field)), field);
                    left.put(field, effect.isEmpty() ? LeftFields.reason(field, found) : effect);
                }
            }
        }

        /** What a changed field does besides changing values; empty for nothing. */
        private String effect(Decoded changed, Field field) {
            if (!(changed instanceof Readings now)
                    || now.readings().size() != found.readings().size()) {
                return vanished(changed, field);
            }
            String effect = "";
            for (int i = 0; i < found.readings().size(); i++) {
                Reading before = found.readings().get(i);
                Reading after = now.readings().get(i);
                if (!after.series().device().equals(before.series().device())) {
                    effect = "identity";
                } else if (!after.series().equals(before.series())) {
                    effect = "describes_another";
                } else if (!after.time().equals(before.time())) {
                    effect = "time";
                } else if (after.value() != before.value()) {
                    readings.putIfAbsent(i, Place.at(field.pointer()));
                }
            }
            for (int i = 0; i < Math.min(found.texts().size(), now.texts().size()); i++) {
                if (!found.texts().get(i).value().equals(now.texts().get(i).value())) {
                    texts.putIfAbsent(i, Place.at(field.pointer()));
                }
            }
            return effect.isEmpty() && !now.statuses().equals(found.statuses()) ? "status" : effect;
        }

        /** Values are not there any more; those that one field alone takes away may come from it. */
        private String vanished(Decoded changed, Field field) {
            Set<String> still = new HashSet<>();
            if (changed instanceof Readings now) {
                now.readings().forEach(it -> still.add(key(it)));
            }
            for (int i = 0; i < found.readings().size(); i++) {
                Field before = needed.get(i);
                boolean gone = !still.contains(key(found.readings().get(i)));
                if (gone && (before == null || isLonger(field, before))) {
                    needed.put(i, field);
                }
            }
            return "describes_another";
        }

        private static boolean isLonger(Field field, Field than) {
            return field.value().asText().length() > than.value().asText().length();
        }

        private static String key(Reading reading) {
            return reading.series() + " " + reading.time();
        }

        private void tryBytes() {
            byte[] payload = message.payload();
            boolean text = Json.isUtf8(payload);
            for (int at = 0; at < Math.min(payload.length, MOST_BYTES) && System.nanoTime() < deadline; at++) {
                boolean digit = payload[at] >= '0' && payload[at] <= '9';
                if (text && !digit) {
                    continue;
                }
                byte[] changed = payload.clone();
                changed[at] = (byte) (text ? '0' + (payload[at] - '0' + 1) % 10 : payload[at] ^ 1);
                if (again(message, changed) instanceof Readings now
                        && now.readings().size() == found.readings().size()) {
                    compare(now, at);
                }
            }
        }

        private void compare(Readings now, int offset) {
            for (int i = 0; i < found.readings().size(); i++) {
                Reading before = found.readings().get(i);
                Reading after = now.readings().get(i);
                if (key(after).equals(key(before)) && after.value() != before.value()) {
                    readings.putIfAbsent(i, Place.atByte(offset));
                }
            }
        }

        private static List<Place> places(Map<Integer, Place> known, int size) {
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                places.add(known.getOrDefault(i, Place.UNKNOWN));
            }
            return places;
        }
    }
}
