package az.ocaq.store.influx;

import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.ReadingLines;
import az.ocaq.store.Selection;
import az.ocaq.store.Snapshot;
import az.ocaq.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All readings as {@link ReadingLines}, asked of the server series by series. InfluxDB fixes no moment: what is written
 * while the snapshot is may be in it or not.
 */
final class InfluxSnapshot implements Snapshot {
    /** The one file of it. */
    static final String FILE = "readings.csv";

    private static final Selection EVERYTHING = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    private final InfluxReader reader;

    InfluxSnapshot(InfluxReader reader) {
        this.reader = reader;
    }

    @Override
    public void writeTo(Destination destination) throws IOException {
        try (OutputStream out = destination.file(FILE)) {
            for (SeriesId series : reader.series(EVERYTHING, Instant.MIN, Instant.MAX)) {
                reader.chunks(series, Instant.MIN, Instant.MAX, readings -> write(readings, out));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // the server keeps nothing for it
    }

    private static void write(List<Reading> readings, OutputStream out) {
        try {
            ReadingLines.write(readings, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
