package az.ocaq.web;

import java.time.Duration;

/**
 * How the server is.
 *
 * @param messages received since the start
 * @param rejected of them
 */
public record ServerStatus(
        String version,
        Duration uptime,
        long messages,
        double messagesPerSecond,
        long rejected,
        boolean mqttConnected,
        boolean storeUp,
        boolean databaseUp) {
    /** Whether it does all that it is for. */
    public boolean ready() {
        return mqttConnected && storeUp && databaseUp;
    }
}
