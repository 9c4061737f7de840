package az.ocaq.store;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Readings as lines of text that any store can take: device, metric, epoch milliseconds, value, code of the quality. */
public final class ReadingLines {
    private static final int PARTS = 5;
    private static final int BATCH = 5_000;

    private ReadingLines() {}

    /** Writes a line for each reading. */
    public static void write(List<Reading> readings, OutputStream out) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Reading reading : readings) {
            lines.append(reading.series().device())
                    .append(',')
                    .append(reading.series().metric().name())
                    .append(',')
                    .append(reading.time().toEpochMilli())
                    .append(',')
                    .append(reading.value())
                    .append(',')
                    .append(reading.quality().code())
                    .append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads lines to their end and hands the readings over, some thousands at a time; fails on what is no such line. */
    public static void read(InputStream in, Consumer<List<Reading>> consumer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<Reading> batch = new ArrayList<>(BATCH);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            batch.add(reading(line));
            if (batch.size() == BATCH) {
                consumer.accept(List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            consumer.accept(List.copyOf(batch));
        }
    }

    private static Reading reading(String line) throws IOException {
        String[] parts = line.split(",", -1);
        try {
            if (parts.length == PARTS) {
                DeviceId device = DeviceId.parse(parts[0]).orElseThrow(IllegalArgumentException::new);
                return new Reading(
                        new SeriesId(device, Metric.named(parts[1])),
                        Instant.ofEpochMilli(Long.parseLong(parts[2])),
                        Double.parseDouble(parts[3]),
                        Quality.ofCode(Integer.parseInt(parts[4])));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + line + "' is no reading", e);
        }
        throw new IOException("'" + line + "' is no reading");
    }
}
