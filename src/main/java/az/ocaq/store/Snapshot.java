package az.ocaq.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a store held at one moment, to be written down while the store goes on. It costs the store space until it is closed.
 * Blocks; for one thread.
 */
public interface Snapshot extends AutoCloseable {
    /** Where a snapshot's files go. */
    interface Destination {
        /** Begins a file, which ends when the stream is closed; one at a time. Names are relative, with slashes. */
        OutputStream file(String name) throws IOException;
    }

    /** Writes everything. Fails with an {@link IOException} of the destination or a {@link StoreException}. */
    void writeTo(Destination destination) throws IOException;

    /** Gives back what the store kept for it. */
    @Override
    void close();
}
