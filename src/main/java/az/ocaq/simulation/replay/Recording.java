package az.ocaq.simulation.replay;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Pattern;

/**
 * A recorded file as messages, row by row: one message for each device that has a value in the row, with the recorded time.
 * Numbers keep every digit. Lines that start with {@code #} and empty lines are passed over. Not thread-safe.
 */
public final class Recording implements AutoCloseable {
    private final String name;
    private final Mapping mapping;
    private final BufferedReader reader;
    private final Map<DeviceId, List<String>> devices;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Queue<Message> ready = new ArrayDeque<>();
    private int line;

    /** Opens a file; fails when it cannot be read or lacks a column of the mapping. */
    public Recording(Path file, Mapping mapping) throws IOException {
        this.name = file.toString();
        this.mapping = mapping;
        this.devices = mapping.columnsByDevice();
        this.reader = Files.newBufferedReader(file);
        try {
            readHeader();
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        String header = nextLine().orElseThrow(() -> new ReplayException(name + " is empty"));
        String[] columns = split(header);
        for (int i = 0; i < columns.length; i++) {
            positions.put(columns[i], i);
        }
        require(mapping.timeColumn());
        mapping.columns().keySet().forEach(this::require);
    }

    private void require(String column) {
        if (!positions.containsKey(column)) {
            throw new ReplayException(name + " has no column '" + column + "'; it has "
                    + String.join(", ", positions.keySet().stream().sorted().toList()));
        }
    }

    /** The next message; empty at the end of the file. Fails with {@link ReplayException} on a row that makes no sense. */
    public Optional<Message> next() throws IOException {
        while (ready.isEmpty()) {
            Optional<String> row = nextLine();
            if (row.isEmpty()) {
                return Optional.empty();
            }
            row(split(row.get()));
        }
        return Optional.of(ready.remove());
    }

    private void row(String[] cells) {
        Instant time = time(cell(cells, mapping.timeColumn()));
        devices.forEach((device, columns) -> {
            StringBuilder json = new StringBuilder("{\"ts\":").append(stamp(time));
            int start = json.length();
            for (String column : columns) {
                String text = cell(cells, column);
                if (!text.isEmpty() && !mapping.missing().contains(text)) {
                    Mapping.Column target = column(column);
                    json.append(",\"").append(target.metric()).append("\":").append(number(text, column, target));
                }
            }
            if (json.length() > start) {
                String topic = "village/" + device + "/telemetry";
                byte[] payload = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
                ready.add(new Message(topic, payload, time, false));
            }
        });
    }

    private Mapping.Column column(String name) {
        return Optional.ofNullable(mapping.columns().get(name)).orElseThrow();
    }

    /** Epoch milliseconds; text when the recording is finer than that. */
    private static String stamp(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.MILLIS))
                ? Long.toString(time.toEpochMilli())
                : "\"" + time + "\"";
    }

    private String number(String text, String column, Mapping.Column target) {
        try {
            BigDecimal recorded = new BigDecimal(text);
            return recorded.multiply(target.factor()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            throw new ReplayException(name + ":" + line + " " + column + ": '" + text + "' is not a number");
        }
    }

    private Instant time(String text) {
        try {
            TemporalAccessor parsed = mapping.timeFormat().parseBest(text, ZonedDateTime::from, LocalDateTime::from);
            return parsed instanceof LocalDateTime local
                    ? local.atZone(mapping.zone()).toInstant()
                    : Instant.from(parsed);
        } catch (DateTimeException e) {
            throw new ReplayException(name + ":" + line + " " + mapping.timeColumn() + ": '" + text
                    + "' is not a time of the mapping's format");
        }
    }

    private String cell(String[] cells, String column) {
        int position = Optional.ofNullable(positions.get(column)).orElseThrow();
        return position < cells.length ? cells[position].strip() : "";
    }

    private Optional<String> nextLine() throws IOException {
        String text = reader.readLine();
        line++;
        while (text != null && (text.isBlank() || text.startsWith("#"))) {
            text = reader.readLine();
            line++;
        }
        return Optional.ofNullable(text);
    }

    /** Recorded tables have no quoted cells but for names: quotes around a cell are taken off. */
    private String[] split(String row) {
        String[] cells = row.split(Pattern.quote(String.valueOf(mapping.separator())), -1);
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].strip();
            boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
            cells[i] = quoted ? cell.substring(1, cell.length() - 1) : cell;
        }
        return cells;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
