package az.ocaq.decode;

import java.util.Map;

/**
 * What a stateful decoder has been told and must know again after a restart, in small entries: births, discovery,
 * attributes. Used on the decoder's thread; bounded like the decoder's own state.
 */
public interface DecoderMemory {
    /** The convention, as {@link Decoder#name} says it. */
    String name();

    /**
     * The entries that are new or different since the last call, by key; an entry without bytes is to be forgotten. The
     * caller keeps them before it acknowledges the messages that they came from.
     */
    Map<String, byte[]> takeChanges();

    /** Takes back what was kept, once, before the first message. An entry that cannot be read is left out. */
    void restore(Map<String, byte[]> entries);
}
