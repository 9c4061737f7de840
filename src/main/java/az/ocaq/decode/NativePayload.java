package az.ocaq.decode;

import az.ocaq.decode.Decoded.FieldProblem;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Text;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One telemetry message of the native convention, read in one pass. */
final class NativePayload {
    private final NativeTopic topic;
    private final Message message;
    private final List<Reading> readings = new ArrayList<>(8);
    private final List<Text> texts = new ArrayList<>(0);
    private final List<FieldProblem> problems = new ArrayList<>(0);

    NativePayload(NativeTopic topic, Message message) {
        this.topic = topic;
        this.message = message;
    }

    Decoded decode() {
        byte[] payload = message.payload();
        if (payload.length == 0) {
            return rejected(Reason.EMPTY, "the payload is empty");
        }
        if (payload.length > Json.LARGEST) {
            return rejected(Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST + " are read");
        }
        if (!Json.isUtf8(payload)) {
            return rejected(Reason.NOT_UTF8, "the payload is not UTF-8 text");
        }
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            return parse(parser);
        } catch (StreamConstraintsException e) {
            return rejected(Reason.TOO_DEEP, e.getOriginalMessage());
        } catch (IOException e) {
            return rejected(Reason.MALFORMED, firstLine(e));
        }
    }

    private Decoded parse(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                object(parser);
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                return rejected(Reason.MALFORMED, "an array must hold objects only");
            }
        } else if (first == JsonToken.START_OBJECT) {
            object(parser);
        } else {
            return rejected(Reason.MALFORMED, "expected a JSON object or an array of objects");
        }
        if (parser.nextToken() != null) {
            return rejected(Reason.MALFORMED, "something follows the JSON value");
        }
        return result();
    }

    private Decoded result() {
        if (!readings.isEmpty() || !texts.isEmpty()) {
            return new Decoded.Readings(topic.device(), readings, texts, List.of(), problems);
        }
        if (problems.isEmpty()) {
            return rejected(Reason.NO_VALUES, "the message has no values");
        }
        FieldProblem problem = problems.get(0);
        return rejected(problem.reason(), problem.path() + ": " + problem.detail());
    }

    /** Reads one object. The time may come after values, which then get it afterwards. */
    private void object(JsonParser parser) throws IOException {
        int firstReading = readings.size();
        int firstText = texts.size();
        Instant time = message.receivedAt();
        boolean timed = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("ts")) {
                Optional<Instant> own = time(parser, token);
                timed = own.isPresent();
                time = own.orElse(time);
            } else {
                field(parser, name, token, time);
            }
        }
        if (timed) {
            stamp(time, firstReading, firstText);
        }
    }

    private void stamp(Instant time, int firstReading, int firstText) {
        for (int i = firstReading; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            if (!reading.time().equals(time)) {
                readings.set(i, reading.at(time, reading.quality()));
            }
        }
        for (int i = firstText; i < texts.size(); i++) {
            Text text = texts.get(i);
            texts.set(i, new Text(text.device(), text.metric(), time, text.value()));
        }
    }

    private void field(JsonParser parser, String name, JsonToken token, Instant time) throws IOException {
        Optional<SeriesId> series = topic.series(name);
        if (series.isEmpty()) {
            parser.skipChildren();
            problem(name, Reason.NO_VALUES, "not a metric name in snake case, or one of too many");
            return;
        }
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, name, series.get(), time);
            case VALUE_TRUE -> readings.add(new Reading(state(series.get()), time, 1, Quality.GOOD));
            case VALUE_FALSE -> readings.add(new Reading(state(series.get()), time, 0, Quality.GOOD));
            case VALUE_STRING -> text(parser.getText(), name, series.get(), time);
            default -> {
                parser.skipChildren();
                problem(name, Reason.NOT_A_NUMBER, "must be a number, not " + word(token));
            }
        }
    }

    private void number(JsonParser parser, String name, SeriesId series, Instant time) throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isFinite(value)) {
            readings.add(new Reading(series, time, value, Quality.GOOD));
        } else {
            problem(name, Reason.NOT_A_NUMBER, "must be a finite number");
        }
    }

    /** Words are kept for metrics that are words; where a number is due they are a fault. */
    private void text(String value, String name, SeriesId series, Instant time) {
        Unit unit = series.metric().unit();
        if (unit == Unit.UNKNOWN || unit == Unit.STATE || unit == Unit.TEXT) {
            texts.add(new Text(series.device(), series.metric(), time, value));
        } else {
            problem(name, Reason.NOT_A_NUMBER, "must be a number, not text");
        }
    }

    private Optional<Instant> time(JsonParser parser, JsonToken token) throws IOException {
        Optional<Instant> time = switch (token) {
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? Optional.empty()
                        : Times.ofEpoch(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> Times.ofEpoch(parser.getDoubleValue());
            case VALUE_STRING -> Times.ofText(parser.getText());
            default -> Optional.empty();
        };
        if (time.isEmpty()) {
            parser.skipChildren();
            problem(
                    "ts",
                    Reason.BAD_TIME,
                    "must be epoch milliseconds or ISO 8601 with an offset; arrival time is used");
        }
        return time;
    }

    private static SeriesId state(SeriesId series) {
        return series.metric().unit() == Unit.UNKNOWN
                ? new SeriesId(
                        series.device(),
                        new Metric(
                                series.metric().name(), "state", series.metric().name(), Optional.empty(), Unit.STATE))
                : series;
    }

    private void problem(String path, Reason reason, String detail) {
        problems.add(new FieldProblem(path, reason, detail));
    }

    private Rejected rejected(Reason reason, String detail) {
        return new Rejected(Optional.of(topic.device()), reason, detail);
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> "null";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "this";
        };
    }

    private static String firstLine(IOException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
