package az.ocaq.mqtt.broker;

import az.ocaq.mqtt.CrewTopics;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager4;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the embedded broker: the server itself, which may everything but manage it; devices with credentials, which may
 * publish what is theirs and subscribe to nothing but what this server asks of them; crews likewise; and, when the settings
 * say so, clients without credentials on this machine, which may everything but publish in a crew's name.
 */
final class BrokerSecurity implements ActiveMQSecurityManager4 {
    private static final String LOCAL = "";
    private static final Pattern OWN_SUFFIX = Pattern.compile("alarms|requests");

    private final BrokerSettings settings;
    private final DeviceCredentials devices;
    private final WildcardConfiguration wildcards = new WildcardConfiguration();

    BrokerSecurity(BrokerSettings settings, DeviceCredentials devices) {
        this.settings = settings;
        this.devices = devices;
    }

    /** Who it is that connects; null when it is nobody that is known. */
    @Override
    public @Nullable String validateUser(
            @Nullable String user,
            @Nullable String password,
            RemotingConnection connection,
            @Nullable String securityDomain) {
        String name = user == null ? LOCAL : user;
        return isKnown(name, password == null ? "" : password, connection) ? name : null;
    }

    /** Asked for every message, so that credentials that were changed or revoked are good for nothing from then on. */
    @Override
    public @Nullable String validateUserAndRole(
            @Nullable String user,
            @Nullable String password,
            Set<Role> roles,
            CheckType checkType,
            String address,
            RemotingConnection connection,
            @Nullable String securityDomain) {
        String name = validateUser(user, password, connection, securityDomain);
        return name != null && mayDo(name, checkType, address) ? name : null;
    }

    private boolean isKnown(String name, String given, RemotingConnection connection) {
        if (name.equals(LOCAL)) {
            return settings.anonymous() && isLocal(connection);
        }
        return isServer(name) ? equal(given, settings.password()) : devices.mayConnect(name, given);
    }

    private boolean mayDo(String user, CheckType checkType, String address) {
        if (checkType == CheckType.MANAGE) {
            return false;
        }
        if (isServer(user)) {
            return true;
        }
        if (user.equals(LOCAL)) {
            return checkType != CheckType.SEND || !CrewTopics.isOne(topic(address));
        }
        boolean publishes = checkType == CheckType.SEND || checkType == CheckType.CREATE_ADDRESS;
        return (publishes && mayPublishAddress(user, address))
                || (checkType != CheckType.SEND && isAsked(user, address));
    }

    /**
     * Whether an address is where a device is asked for data that it may publish: a Sparkplug edge node's commands, a Victron
     * gateway's requests; or where a crew is answered.
     */
    private boolean isAsked(String user, String address) {
        String filter = topic(CompositeAddress.extractAddressName(address)); // what follows it is the client's queue
        Optional<String> ofCrew = CrewTopics.ackOf(filter);
        if (ofCrew.isPresent()) {
            return devices.mayPublish(user, ofCrew.get());
        }
        String[] levels = filter.split("/", 4);
        if (levels.length == 4 && levels[0].equals("spBv1.0") && levels[2].equals("NCMD")) {
            return devices.mayPublish(user, levels[0] + '/' + levels[1] + "/NDATA/" + levels[3]);
        }
        return filter.startsWith("R/") && devices.mayPublish(user, 'N' + filter.substring(1));
    }

    /** Whether a client may publish under a topic name. */
    boolean mayPublish(String user, String topic) {
        return isServer(user) || (user.equals(LOCAL) ? !CrewTopics.isOne(topic) : devices.mayPublish(user, topic));
    }

    /** Whether a client may connect under a client identifier: the server's own are its subscriber's and its publishers'. */
    boolean mayUse(String user, String clientId) {
        String own = settings.clientId();
        boolean isOwn = clientId.equals(own)
                || (clientId.startsWith(own + '-')
                        && OWN_SUFFIX
                                .matcher(clientId.substring(own.length() + 1))
                                .matches());
        return own.isEmpty() || !isOwn || isServer(user);
    }

    /** Whether this is the server's own account. */
    boolean isServer(String user) {
        return user.equals(settings.user());
    }

    /** Whether the broker is there for a server's session. */
    boolean servesServer() {
        return !settings.clientId().isEmpty();
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }

    /** Of folded topics and wills, {@link TopicFolder} has looked at the real topic and let only permitted ones pass. */
    private boolean mayPublishAddress(String user, String address) {
        String topic = topic(address);
        return TopicFolding.marked(topic) || topic.equals(ConnectRewriting.WILLS) || devices.mayPublish(user, topic);
    }

    private String topic(String address) {
        return MQTTUtil.getMqttTopicFromCoreAddress(address, wildcards);
    }

    private static boolean isLocal(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            Channel channel = netty.getChannel();
            return channel.remoteAddress() instanceof InetSocketAddress address
                    && address.getAddress().isLoopbackAddress();
        }
        return false;
    }

    private static boolean equal(String given, String known) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }
}
