package az.ocaq.mqtt.broker;

import java.nio.file.Path;

/**
 * How the embedded broker runs.
 *
 * @param directory where its journal is kept; made when it is not there
 * @param host interface to listen on
 * @param port to listen on; 0 takes a free one
 * @param anonymous whether clients without credentials are accepted
 * @param maxMessage largest MQTT packet in bytes; a client that sends a larger one is disconnected
 * @param user the server's own account, which may do everything
 * @param password of that account
 */
public record BrokerSettings(
        Path directory, String host, int port, boolean anonymous, int maxMessage, String user, String password) {
    @Override
    public String toString() {
        return "broker at " + host + ":" + port + " in " + directory;
    }
}
