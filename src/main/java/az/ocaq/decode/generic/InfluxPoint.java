package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Names;
import az.ocaq.decode.Numbers;
import az.ocaq.decode.Phases;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Phase;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A line on its way to readings: which device, which phase, which values. */
final class InfluxPoint {
    /** What Telegraf measures of the computer it runs on. */
    private static final Set<String> OF_THE_HOST = Set.of(
            "cpu", "mem", "disk", "diskio", "net", "netstat", "swap", "system", "processes", "kernel", "sensors");

    /** Tags that name a part of the device, not another device. */
    private static final Set<String> PARTS = Set.of("cpu", "core", "interface", "path", "fstype", "mode", "channel");

    private static final Set<String> PHASE_TAGS = Set.of("phase", "line", "conductor");
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    /** Fields of the host that Ocaq knows. */
    private static final Map<String, Metric> KNOWN = Map.of(
            "cpu usage_idle", Metric.of("cpu_idle", "", Optional.empty(), Unit.PERCENT),
            "mem used_percent", Metric.of("memory_used", "", Optional.empty(), Unit.PERCENT));

    private final InfluxLine line;
    private final Message message;
    private final DeviceId device;

    InfluxPoint(InfluxLine line, Message message) {
        this.line = line;
        this.message = message;
        this.device = DeviceId.unregistered(InfluxDecoder.NAME, identity());
    }

    DeviceId device() {
        return device;
    }

    /** Takes every field; problems say the number of the line. */
    void take(Gathering into, int number) {
        String where = "line " + number + ": ";
        Optional<Instant> own = time();
        if (own.isEmpty() && !line.time().isEmpty()) {
            into.problem(where + "time", Reason.BAD_TIME, "no time; arrival time is used");
        }
        FreeFields fields = new FreeFields(into, device, Stamp.of(own, message.receivedAt()));
        String phase = phase().map(it -> "_" + it.name()).orElse("");
        line.fields()
                .forEach((name, text) ->
                        field(name, text, new Affix(where, (isElectric(name) ? phase : "") + part()), fields, into));
    }

    /** What goes before a field's name where it is reported, and after it where it tells the metric. */
    private record Affix(String before, String after) {}

    /** The tag of a phase belongs to what a conductor has; the tag is part of the device's identity all the same. */
    private static boolean isElectric(String name) {
        String quantity = Names.named(name).metric().quantity();
        return quantity.equals("voltage")
                || quantity.equals("current")
                || quantity.endsWith("_power")
                || quantity.equals("power_factor");
    }

    private void field(String name, String text, Affix affix, FreeFields fields, Gathering into) {
        Optional<JsonNode> value = value(text);
        Metric known = KNOWN.get(line.measurement() + ' ' + name);
        if (value.isEmpty()) {
            into.problem(affix.before() + name, Reason.NOT_A_NUMBER, "no number, state or text of the line protocol");
        } else if (known != null && value.get().isNumber()) {
            fields.certain(known, value.get().doubleValue(), name);
        } else if (OF_THE_HOST.contains(line.measurement())) {
            fields.take(line.measurement() + '_' + name + affix.after(), value.get());
        } else {
            fields.take(name + affix.after(), value.get());
        }
    }

    /** The value as written, typed as the protocol says; empty when it is none. */
    private static Optional<JsonNode> value(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return Optional.of(TextNode.valueOf(InfluxLine.unescaped(text.substring(1, text.length() - 1))));
        }
        switch (text) {
            case "t", "T", "true", "True", "TRUE" -> {
                return Optional.of(BooleanNode.TRUE);
            }
            case "f", "F", "false", "False", "FALSE" -> {
                return Optional.of(BooleanNode.FALSE);
            }
            default -> {
                boolean integer = text.endsWith("i") || text.endsWith("u");
                OptionalDouble number = integer ? integer(text) : Numbers.decimal(text);
                return number.isPresent() ? Optional.of(DoubleNode.valueOf(number.getAsDouble())) : Optional.empty();
            }
        }
    }

    private static OptionalDouble integer(String text) {
        String digits = text.substring(0, text.length() - 1);
        if (digits.length() > 20 || !digits.matches("-?[0-9]+")) {
            return OptionalDouble.empty();
        }
        BigInteger number = new BigInteger(digits);
        boolean fits = text.endsWith("i")
                ? number.bitLength() < Long.SIZE
                : number.signum() >= 0 && number.compareTo(UNSIGNED_END) < 0;
        return fits ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    private Optional<Instant> time() {
        String time = line.time();
        return time.isEmpty() || time.length() > 19 || !time.matches("[0-9]+")
                ? Optional.empty()
                : Times.ofEpoch(Long.parseLong(time));
    }

    private Optional<Phase> phase() {
        return line.tags().entrySet().stream()
                .filter(it -> PHASE_TAGS.contains(it.getKey()))
                .flatMap(it -> Phases.of(it.getValue()).stream())
                .findFirst();
    }

    private String part() {
        StringBuilder part = new StringBuilder();
        line.tags().forEach((tag, value) -> {
            if (PARTS.contains(tag) && !value.endsWith("-total")) {
                part.append('_').append(value);
            }
        });
        return part.toString();
    }

    /** The topic first, so that no line can speak for another topic's device; then the tags that name a device. */
    private String identity() {
        String[] levels = message.topic().split("/", 4);
        boolean ofHost = OF_THE_HOST.contains(line.measurement());
        boolean telegraf = levels[0].equals("telegraf") && levels.length == 3;
        StringBuilder identity = new StringBuilder(telegraf ? levels[0] + '/' + levels[1] : message.topic());
        if (!ofHost) {
            identity.append(' ').append(line.measurement());
        }
        line.tags().forEach((tag, value) -> {
            boolean said = tag.equals("host") && telegraf && value.equals(levels[1]);
            if (!said && !PARTS.contains(tag)) {
                identity.append(' ').append(tag).append('=').append(InfluxLine.unescaped(value));
            }
        });
        return identity.toString();
    }
}
