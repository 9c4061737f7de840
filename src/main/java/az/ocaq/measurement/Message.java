package az.ocaq.measurement;

import java.time.Instant;

/**
 * One MQTT message as it came from the broker. The payload array is shared, not copied: nobody changes it.
 *
 * @param topic the topic name it was published under
 * @param payload the bytes as received
 * @param receivedAt when it arrived here
 * @param retained whether the broker replayed it from its retained messages, which proves nothing about the device now
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; compared by nobody
public record Message(String topic, byte[] payload, Instant receivedAt, boolean retained) {}
