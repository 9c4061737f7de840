package az.ocaq.mqtt;

import java.time.Duration;

/**
 * How long a source waits for what no broker announces.
 *
 * @param room for room for more messages, before they are left to the broker
 * @param retained for retained messages, after they were asked for
 * @param quiet for another message of an old session, before that counts as empty
 */
record Waits(Duration room, Duration retained, Duration quiet) {
    /** Room: well below the keep-alive interval, so that the connection lives while nothing but this is read from it. */
    static final Waits USUAL = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(1));
}
