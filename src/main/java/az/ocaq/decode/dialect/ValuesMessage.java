package az.ocaq.decode.dialect;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Names;
import az.ocaq.decode.Numbers;
import az.ocaq.decode.PayloadTimes;
import az.ocaq.decode.dialect.PayloadReader.UnreadableException;
import az.ocaq.decode.dialect.Sample.Kind;
import az.ocaq.decode.dialect.Sample.Leaf;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One message of a rule for values, from bytes to readings. */
final class ValuesMessage {
    private static final Map<String, Double> ON_OFF =
            Map.of("on", 1.0, "true", 1.0, "yes", 1.0, "off", 0.0, "false", 0.0, "no", 0.0);

    private final TopicRule rule;
    private final TopicRule.Topic topic;
    private final Message message;
    private final Gathering gathering;
    private DeviceId device;
    private Instant time;
    private Quality quality = Quality.GOOD;
    private Optional<String> timeProblem = Optional.empty();
    private final Set<SeriesId> taken = new HashSet<>();

    ValuesMessage(TopicRule rule, TopicRule.Topic topic, Message message) {
        this.rule = rule;
        this.topic = topic;
        this.message = message;
        this.device = topic.device();
        this.time = message.receivedAt();
        this.gathering = new Gathering(topic.device());
    }

    /** The availability that a JSON payload of a status topic tells. */
    static Decoded statusOf(TopicRule rule, TopicRule.Topic topic, Message message) {
        ValuesMessage values = new ValuesMessage(rule, topic, message);
        Decoded decoded = values.decode();
        return decoded instanceof Decoded.Ignored
                ? values.rejected(
                        Reason.MALFORMED,
                        "no word of availability at " + rule.statusAt().orElse(""))
                : decoded;
    }

    Decoded decode() {
        if (message.payload().length == 0) {
            return new Decoded.Ignored("no value");
        }
        List<Sample> samples;
        try {
            samples = PayloadReader.read(
                    message.payload(),
                    rule.samples(),
                    topic.tree().orElseThrow().root());
        } catch (UnreadableException e) {
            return rejected(e.reason(), String.valueOf(e.getMessage()));
        }
        Optional<DeviceId> sender = Optional.empty();
        for (Sample sample : samples) {
            sample(sample);
            sender = sender.or(() -> Optional.of(device));
        }
        if (!gathering.isEmpty()) {
            timeProblem.ifPresent(it -> gathering.problem("time", Reason.BAD_TIME, it));
        }
        return from(
                sender.orElse(topic.device()), gathering.outcomeOr(new Decoded.Ignored("nothing in it is measured")));
    }

    /** The sender is known only after reading when the payload names it. */
    private static Decoded from(DeviceId sender, Decoded decoded) {
        return decoded instanceof Decoded.Readings it
                ? new Decoded.Readings(sender, it.readings(), it.texts(), it.statuses(), it.problems())
                : decoded;
    }

    private void sample(Sample sample) {
        device = deviceOf(sample);
        timeOf(sample);
        taken.clear();
        for (Leaf leaf : sample.leaves()) {
            if (leaf.node().isStatus()) {
                Sample.word(leaf).flatMap(it -> rule.status(device, it)).ifPresent(gathering::status);
            }
            Optional<PathTree.Field> field = field(leaf, sample);
            if (field.isPresent()) {
                known(leaf, field.get(), sample);
            } else if (leaf.node().isNamed()) {
                named(leaf);
            }
        }
    }

    private DeviceId deviceOf(Sample sample) {
        if (sample.device().isPresent()) {
            return rule.device(sample.device().get());
        }
        if (rule.deviceFrom().isEmpty()) {
            return topic.device();
        }
        StringBuilder name = new StringBuilder();
        for (String path : rule.deviceFrom()) {
            Optional<String> part = sample.text(path).filter(it -> !it.isBlank());
            part.ifPresent(it -> name.append(name.length() == 0 ? "" : " ").append(it));
        }
        return name.length() == 0 ? topic.device() : rule.device(name.toString());
    }

    private void timeOf(Sample sample) {
        time = message.receivedAt();
        quality = Quality.GOOD;
        for (Leaf leaf : sample.leaves()) {
            if (leaf.node().isTime() && leaf.kind() != Kind.NULL) {
                Optional<Instant> told = leaf.kind() == Kind.NUMBER
                        ? PayloadTimes.of(leaf.number())
                        : rule.times().of(leaf.text(), message.receivedAt());
                believe(told, sample);
                return;
            }
        }
    }

    private void believe(Optional<Instant> told, Sample sample) {
        if (told.filter(it -> PayloadTimes.credible(it, message.receivedAt())).isPresent()) {
            time = told.get();
        } else if (told.isPresent() && !rule.historyWhen().isEmpty() && sample.has(rule.historyWhen())) {
            time = told.get();
            quality = Quality.SUSPECT;
        } else {
            timeProblem = Optional.of("not a time that can be true; arrival time is used");
        }
    }

    private static Optional<PathTree.Field> field(Leaf leaf, Sample sample) {
        List<PathTree.Field> fields = leaf.node().fields();
        for (int i = 0; i < fields.size(); i++) {
            FieldRule.Condition condition = fields.get(i).rule().condition();
            if (condition.isNone() || condition.holds(leaf, sample)) {
                return Optional.of(fields.get(i));
            }
        }
        return Optional.empty();
    }

    private void known(Leaf leaf, PathTree.Field field, Sample sample) {
        FieldRule is = field.rule();
        if (is.ignored() || leaf.kind() == Kind.NULL) {
            return;
        }
        Names.Named named =
                field.unitFrom().flatMap(sample::text).map(field::inUnit).orElseGet(field::usual);
        DeviceId owner = field.device().map(rule::device).orElse(device);
        Unit unit = named.metric().unit();
        if (unit == Unit.STATE) {
            state(leaf, new SeriesId(owner, named.metric()), is.words());
        } else if (unit == Unit.TEXT) {
            Sample.word(leaf).ifPresent(it -> gathering.text(owner, named.metric(), time, it));
        } else {
            number(leaf, new SeriesId(owner, named.metric()), named.scale(), is.limits());
        }
    }

    private void number(Leaf leaf, SeriesId series, Units.Scale scale, FieldRule.Limits limits) {
        double value = leaf.number();
        if (leaf.kind() == Kind.TEXT) {
            OptionalDouble number = Numbers.decimal(leaf.text());
            if (number.isEmpty() && Numbers.isPlaceholder(leaf.text())) {
                return;
            }
            value = number.orElse(Double.NaN);
        }
        if (leaf.kind() == Kind.TRUE || leaf.kind() == Kind.FALSE || Double.isNaN(value)) {
            gathering.problem(leaf.node().path(), Reason.NOT_A_NUMBER, "must be a number");
        } else if (!limits.isAbsent(value)) {
            take(series, scale.apply(value), limits.doubts(value) ? Quality.SUSPECT : quality, leaf);
        }
    }

    private void state(Leaf leaf, SeriesId series, Map<String, Double> words) {
        String word = Sample.word(leaf).orElse("");
        if (Numbers.isPlaceholder(word)) {
            return;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        Double value = words.isEmpty() ? ON_OFF.get(lower) : words.get(lower);
        OptionalDouble number = value != null ? OptionalDouble.of(value) : Numbers.decimal(word);
        if (number.isPresent()) {
            take(series, number.getAsDouble(), quality, leaf);
        } else {
            gathering.text(series.device(), series.metric(), time, word);
        }
    }

    /** A field that no rule is for, in a dialect that leaves the names to its users. */
    private void named(Leaf leaf) {
        String name = leaf.node().name();
        if (leaf.kind() == Kind.NULL || leaf.node().isTime() || leaf.node().isDevice() || Names.isIdentity(name)) {
            return;
        }
        Names.Named named = Names.named(name);
        Metric metric = named.metric();
        if (leaf.kind() == Kind.NUMBER) {
            if (!Names.isCode(name) && !Names.isTime(name, leaf.number())) {
                number(leaf, new SeriesId(device, metric), named.scale(), FieldRule.Limits.NONE);
            }
        } else if (metric.unit() != Unit.UNKNOWN || !metric.quantity().equals(name)) {
            textOfQuantity(leaf, named);
        } else if (leaf.kind() == Kind.TEXT) {
            gathering.text(device, new Metric(metric.name(), name, "", Optional.empty(), Unit.TEXT), time, leaf.text());
        } else {
            Metric state = new Metric(metric.name(), name, "", Optional.empty(), Unit.STATE);
            state(leaf, new SeriesId(device, state), Map.of());
        }
    }

    /** A known quantity may come as text with a number in it, and as nothing else. */
    private void textOfQuantity(Leaf leaf, Names.Named named) {
        number(leaf, new SeriesId(device, named.metric()), named.scale(), FieldRule.Limits.NONE);
    }

    private void take(SeriesId series, double value, Quality how, Leaf leaf) {
        if (!Double.isFinite(value) || taken.add(series)) {
            gathering.value(series, time, value, how, leaf.node().path());
        } else {
            gathering.problem(leaf.node().path(), Reason.MALFORMED, "another field is the same metric");
        }
    }

    private Decoded.Rejected rejected(Reason reason, String detail) {
        return new Decoded.Rejected(Optional.of(topic.device()), reason, detail);
    }
}
