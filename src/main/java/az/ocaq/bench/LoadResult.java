package az.ocaq.bench;

/**
 * How a load run went.
 *
 * @param published messages sent
 * @param acknowledged messages that the broker acknowledged
 * @param complete whether everything was acknowledged before the patience ended
 * @param seconds time of publishing
 * @param secondsToLastAcknowledgement from the first message to the last acknowledgement
 * @param sequence messages sent by each device
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record LoadResult(
        long published,
        long acknowledged,
        boolean complete,
        double seconds,
        double secondsToLastAcknowledgement,
        long[] sequence) {}
