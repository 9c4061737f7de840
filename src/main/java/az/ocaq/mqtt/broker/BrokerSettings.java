package az.ocaq.mqtt.broker;

import az.ocaq.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the embedded broker runs.
 *
 * @param directory where its journal is kept; made when it is not there
 * @param host interface to listen on
 * @param port to listen on; 0 takes a free one
 * @param anonymous whether clients without credentials are accepted; only ever from this machine
 * @param maxMessage largest MQTT packet in bytes; a client that sends a larger one is disconnected
 * @param user the server's own account, which may do everything
 * @param password of that account
 * @param clientId client identifier that only that account may connect with, for its session holds what is not yet stored;
 *     empty for none. Nobody else is let in before that account has subscribed for the first time
 * @param reserve bytes of the disk that stay free: below it publishers are cut off, unacknowledged
 * @param secure the encrypted listener beside the plain one
 */
public record BrokerSettings(
        Path directory,
        String host,
        int port,
        boolean anonymous,
        int maxMessage,
        String user,
        String password,
        String clientId,
        long reserve,
        Optional<Secure> secure) {
    /** An encrypted listener; port 0 takes a free one. */
    public record Secure(String host, int port, TlsFiles files) {}

    /** Without a reserved client identifier and without encryption or reserve. */
    public BrokerSettings(
            Path directory, String host, int port, boolean anonymous, int maxMessage, String user, String password) {
        this(directory, host, port, anonymous, maxMessage, user, password, "", 0, Optional.empty());
    }

    @Override
    public String toString() {
        return "broker at " + host + ":" + port + " in " + directory;
    }
}
