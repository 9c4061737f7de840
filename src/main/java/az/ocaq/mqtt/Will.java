package az.ocaq.mqtt;

/** What the broker publishes for a client that is gone without a word. Treat the payload as immutable. */
@SuppressWarnings("ArrayRecordComponent")
public record Will(String topic, byte[] payload, boolean retained) {}
