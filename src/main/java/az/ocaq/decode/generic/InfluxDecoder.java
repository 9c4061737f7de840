package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Json;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * InfluxDB's line protocol, as Telegraf publishes it. The topic is the user's choice: {@code telegraf/{host}/{plugin}} by
 * habit, elsewhere the payload tells. A device is the topic with what the line's tags name.
 */
public final class InfluxDecoder implements Decoder {
    static final String NAME = "influx-line";

    private static final int MOST_LINES = 10_000;
    private static final int LOOKED_AT = 2_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean claims(String topic) {
        return topic.startsWith("telegraf/");
    }

    /** Whether the first line is one of the protocol. JSON and plain values are told apart by their first bytes. */
    @Override
    public boolean recognises(Message message) {
        byte[] payload = message.payload();
        if (payload.length < 5 || !startsAName(payload[0])) {
            return false;
        }
        int end = 0;
        boolean blank = false;
        boolean equals = false;
        while (end < Math.min(payload.length, LOOKED_AT) && payload[end] != '\n') {
            blank |= payload[end] == ' ';
            equals |= blank && payload[end] == '=';
            end++;
        }
        return equals
                && InfluxLine.parse(new String(payload, 0, end, StandardCharsets.UTF_8).strip())
                        .isPresent();
    }

    private static boolean startsAName(byte first) {
        return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_' || first == '#';
    }

    @Override
    public Decoded decode(Message message) {
        byte[] payload = message.payload();
        DeviceId sender = DeviceId.unregistered(NAME, message.topic());
        if (payload.length == 0) {
            return new Rejected(Optional.of(sender), Reason.EMPTY, "the payload is empty");
        }
        if (payload.length > Json.LARGEST) {
            return new Rejected(
                    Optional.of(sender), Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST);
        }
        if (!Json.isUtf8(payload)) {
            return new Rejected(Optional.of(sender), Reason.NOT_UTF8, "the payload is not UTF-8 text");
        }
        return lines(new String(payload, StandardCharsets.UTF_8), sender, message);
    }

    private static Decoded lines(String text, DeviceId sender, Message message) {
        String[] lines = text.split("\n", MOST_LINES + 1);
        if (lines.length > MOST_LINES) {
            return new Rejected(Optional.of(sender), Reason.TOO_LARGE, "more than " + MOST_LINES + " lines");
        }
        Optional<Gathering> into = Optional.empty();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<InfluxPoint> point = InfluxLine.parse(line).map(it -> new InfluxPoint(it, message));
            if (into.isEmpty()) {
                into = Optional.of(new Gathering(point.map(InfluxPoint::device).orElse(sender)));
            }
            if (point.isPresent()) {
                point.get().take(into.get(), i + 1);
            } else {
                into.get().problem("line " + (i + 1), Reason.MALFORMED, "not a line with a name and a field");
            }
        }
        return into.orElse(new Gathering(sender)).outcome();
    }
}
