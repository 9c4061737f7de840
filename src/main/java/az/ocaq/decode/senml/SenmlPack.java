package az.ocaq.decode.senml;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.MetricWords;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One pack on its way to readings: bases added to records (RFC 8428 section 4.6), names split, units scaled. */
final class SenmlPack {
    /** Section 4.5.3: a smaller time is relative to now. */
    private static final double RELATIVE_BELOW = 1 << 28;

    private static final double LARGEST_TIME = 1e11;

    private final String topic;
    private final Instant receivedAt;
    private Optional<Gathering> gathering = Optional.empty();
    private int number;

    SenmlPack(String topic, Instant receivedAt) {
        this.topic = topic;
        this.receivedAt = receivedAt;
    }

    Decoded decode(SenmlReader reader) throws IOException {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            if (!next.get().onlyBases()) {
                take(next.get(), reader);
            }
            number++;
        }
        return gathering(device("")).outcome();
    }

    private void take(SenmlRecord record, SenmlReader bases) {
        SenmlName name = SenmlName.of(bases.baseName, record.name);
        DeviceId device = device(name.device());
        Gathering into = gathering(device);
        String path = String.valueOf(number);
        Optional<Instant> time = time(bases.baseTime + record.time.orElse(0.0));
        String fullName = bases.baseName + record.name;
        if (!fullName.isEmpty() && !SenmlRecord.isName(fullName)) {
            into.problem(path + ".n", Reason.MALFORMED, "not a SenML name");
        } else if (record.valueFields() > 1) {
            into.problem(path, Reason.MALFORMED, "a record must have one value only");
        } else if (record.valueFields() == 0 && record.sum.isEmpty()) {
            into.problem(path, Reason.NO_VALUES, "a record must have a value or a sum");
        } else if (time.isEmpty()) {
            into.problem(path + ".t", Reason.BAD_TIME, "the time is out of all bounds");
        } else {
            values(record, bases, new Place(into, device, name.metric(), time.get(), path));
        }
    }

    /** Where the values of one record go. */
    private record Place(Gathering into, DeviceId device, String name, Instant time, String path) {}

    private static void values(SenmlRecord record, SenmlReader bases, Place place) {
        SenmlUnit unit = SenmlUnit.named(record.unit.orElse(bases.baseUnit));
        record.value.ifPresent(it -> number(place, unit, it + bases.baseValue, ".v"));
        record.sum.ifPresent(
                it -> unit.timesSeconds().ifPresent(summed -> number(place, summed, it + bases.baseSum, ".s")));
        record.state.ifPresent(it -> place.into()
                .value(
                        place.device(),
                        MetricWords.state(place.name()),
                        place.time(),
                        it ? 1 : 0,
                        place.path() + ".vb"));
        record.text.ifPresent(
                it -> place.into().text(place.device(), MetricWords.text(place.name()), place.time(), it));
    }

    private static void number(Place place, SenmlUnit unit, double value, String field) {
        Metric metric = metric(place.name(), unit);
        double scaled = unit.scale().apply(value, metric.unit());
        place.into().value(place.device(), metric, place.time(), scaled, place.path() + field);
    }

    private static Metric metric(String name, SenmlUnit unit) {
        String words = unit.word().isEmpty() ? name : (name + ' ' + unit.word()).strip();
        return MetricWords.metric(words, unit.scale().unit());
    }

    private Optional<Instant> time(double seconds) {
        if (!Double.isFinite(seconds) || Math.abs(seconds) > LARGEST_TIME) {
            return Optional.empty();
        }
        long millis = Math.round(seconds * 1000);
        return Optional.of(seconds < RELATIVE_BELOW ? receivedAt.plusMillis(millis) : Instant.ofEpochMilli(millis));
    }

    private DeviceId device(String name) {
        return DeviceId.unregistered("senml", name.isEmpty() ? topic : name);
    }

    private Gathering gathering(DeviceId device) {
        if (gathering.isEmpty()) {
            gathering = Optional.of(new Gathering(device));
        }
        return gathering.get();
    }
}
