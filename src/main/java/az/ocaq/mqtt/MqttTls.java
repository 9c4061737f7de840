package az.ocaq.mqtt;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a client needs for an encrypted connection ({@code ssl://}). All files are PEM.
 *
 * @param authority certificates that are trusted; the system's when absent
 * @param identity this client's own certificate, for a broker that asks for one
 */
public record MqttTls(Optional<Path> authority, Optional<Identity> identity) {
    /** The system's authorities and no certificate of our own. */
    public static final MqttTls SYSTEM = new MqttTls(Optional.empty(), Optional.empty());

    /** A certificate (chain) and its private key. */
    public record Identity(Path certificate, Path key) {}

    /** Reads the files; fails with an {@link IllegalArgumentException} that names what cannot be used. */
    SSLSocketFactory socketFactory() {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            authority.map(Path::toFile).ifPresent(builder::trustManager);
            if (identity.isPresent()) {
                File certificate = identity.get().certificate().toFile();
                builder = builder.keyManager(certificate, identity.get().key().toFile());
            }
            return ((JdkSslContext) builder.build()).context().getSocketFactory();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the TLS files " + this + " cannot be used: " + e.getMessage(), e);
        }
    }
}
