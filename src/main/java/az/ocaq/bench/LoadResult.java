package az.ocaq.bench;

import java.util.BitSet;
import java.util.List;

/**
 * How a load run went.
 *
 * @param load what was run
 * @param published messages sent
 * @param acknowledged messages that the broker acknowledged
 * @param complete whether everything was acknowledged before the patience ended
 * @param seconds time of publishing
 * @param secondsToLastAcknowledgement from the first message to the last acknowledgement
 * @param sequence messages sent by each device
 * @param kept for each device the numbers of its messages that were acknowledged
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record LoadResult(
        Load load,
        long published,
        long acknowledged,
        boolean complete,
        double seconds,
        double secondsToLastAcknowledgement,
        long[] sequence,
        List<BitSet> kept) {}
