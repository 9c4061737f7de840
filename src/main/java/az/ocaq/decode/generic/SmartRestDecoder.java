package az.ocaq.decode.generic;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Metadata;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Json;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cumulocity's SmartREST 2.0: {@code s/us[/{child}]} with comma-separated static templates. Messages on {@code s/us} itself
 * are told apart by the client's identifier, which no message carries: they are one device here until somebody gives each
 * client a topic of its own.
 */
public final class SmartRestDecoder implements Decoder {
    private static final Pattern TOPIC = Pattern.compile("[stqpc]/(us|ds|uc|dc|ud|dd|ut|dt|uat|dat|ue|e)(/.*)?");
    private static final int LONGEST_TOPIC = 200;
    private static final int MOST_LINES = 1_000;
    private static final int MOST_COLUMNS = 1_000;

    @Override
    public String name() {
        return "cumulocity-smartrest";
    }

    /** Also the persistent, quiescent and transient variants, and what goes down to devices. */
    @Override
    public boolean claims(String topic) {
        return topic.length() < LONGEST_TOPIC && TOPIC.matcher(topic).matches();
    }

    @Override
    public Decoded decode(Message message) {
        String topic = message.topic();
        if (!topic.startsWith("us", 2) || (topic.length() > 4 && topic.charAt(4) != '/')) {
            return new Ignored("no message with a static template from a device");
        }
        DeviceId device = DeviceId.unregistered(name(), topic.length() > 5 ? topic.substring(5) : "client");
        byte[] payload = message.payload();
        if (payload.length == 0 || payload.length > Json.LARGEST || !Json.isUtf8(payload)) {
            return new Rejected(Optional.of(device), Reason.MALFORMED, "no text of at most " + Json.LARGEST + " bytes");
        }
        return lines(device, new String(payload, StandardCharsets.UTF_8), message);
    }

    private static Decoded lines(DeviceId device, String text, Message message) {
        Gathering into = new Gathering(device);
        boolean describes = false;
        String[] lines = text.split("\n", MOST_LINES + 1);
        for (int i = 0; i < Math.min(lines.length, MOST_LINES); i++) {
            if (!lines[i].isBlank()) {
                List<String> columns = columns(lines[i].strip());
                describes |= columns.get(0).startsWith("1");
                new SmartRestLine(columns, into, device, message.receivedAt()).take();
            }
        }
        return into.outcomeOr(
                describes ? new Metadata(Optional.of(device)) : new Ignored("an alarm, an event or an operation"));
    }

    /** The columns of a line; a quotation mark in a quoted column is doubled. */
    static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                column.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted && columns.size() < MOST_COLUMNS) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        columns.add(column.toString());
        return columns;
    }
}
