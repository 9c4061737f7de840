package az.ocaq.mqtt;

import az.ocaq.measurement.Message;
import java.util.List;

/** Takes what a source delivers, on the source's event-loop context. */
public interface Receiver {
    /**
     * Takes messages in the order of their arrival.
     *
     * @param acknowledge to be run once, on any thread, when all of them are kept; what is not acknowledged is delivered
     *     again. Harmless when the connection is gone by then.
     */
    void received(List<Message> messages, Runnable acknowledge);

    /**
     * A connection to the broker came; nothing of its predecessor is delivered any more, and what that had not acknowledged
     * comes again.
     */
    void renewed();

    /** Whether every connection to the broker is there; said when one came or went. */
    void connected(boolean connected);
}
