package az.ocaq.mqtt.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the embedded broker: the server itself, and clients without credentials when the settings say so. Nobody may
 * manage it from outside.
 */
final class BrokerSecurity implements ActiveMQSecurityManager5 {
    private final BrokerSettings settings;

    BrokerSecurity(BrokerSettings settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            RemotingConnection connection,
            @Nullable String securityDomain) {
        if (user == null || user.isEmpty()) {
            return settings.anonymous() ? subject("anonymous") : null;
        }
        boolean server = equal(user, settings.user()) && equal(password == null ? "" : password, settings.password());
        return server ? subject(settings.user()) : null;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        return checkType != CheckType.MANAGE || isServer(subject);
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }

    private boolean isServer(Subject subject) {
        return subject.getPrincipals().contains(new UserPrincipal(settings.user()));
    }

    private static Subject subject(String name) {
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(name));
        return subject;
    }

    private static boolean equal(String given, String known) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }
}
