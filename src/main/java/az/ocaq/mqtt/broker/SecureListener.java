package az.ocaq.mqtt.broker;

import az.ocaq.tls.TlsFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;

/** The embedded broker's listener for MQTT over TLS 1.2 and 1.3. */
final class SecureListener {
    static final String NAME = "mqtts";

    private SecureListener() {}

    /** Artemis reads PEM files where a file of its own names them; that one lies in the broker's directory. */
    static TransportConfiguration of(BrokerSettings settings, int port) throws IOException {
        BrokerSettings.Secure secure = settings.secure().orElseThrow();
        TlsFiles files = secure.files();
        Map<String, Object> transport = new HashMap<>(Map.of(
                "host",
                secure.host(),
                "port",
                port,
                "protocols",
                "MQTT",
                "nioRemotingThreads",
                2,
                "sslEnabled",
                true,
                "enabledProtocols",
                "TLSv1.2,TLSv1.3",
                "keyStoreType",
                "PEMCFG",
                "keyStorePath",
                names(settings.directory(), files).toString()));
        files.clientAuthority()
                .ifPresent(authority -> transport.putAll(Map.of(
                        "needClientAuth",
                        true,
                        "trustStoreType",
                        "PEMCA",
                        "trustStorePath",
                        authority.toAbsolutePath().toString())));
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), transport, NAME, EmbeddedBroker.protocol(settings));
    }

    private static Path names(Path directory, TlsFiles files) throws IOException {
        Properties names = new Properties();
        names.setProperty("alias", "broker");
        names.setProperty("source.key", files.key().toAbsolutePath().toString());
        names.setProperty("source.cert", files.certificate().toAbsolutePath().toString());
        Path file = directory.resolve("certificate.pemcfg").toAbsolutePath();
        try (Writer writer = Files.newBufferedWriter(file)) {
            names.store(writer, null);
        }
        return file;
    }
}
