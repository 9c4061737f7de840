package az.ocaq.mqtt.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 3.1.1 and 5 broker inside this process. A message is acknowledged to its publisher once it is in the journal on
 * disk, so that {@code kill -9} loses nothing acknowledged. Under pressure it keeps messages in files, not in memory. When it
 * cannot write to its files, it ends the process at once with status 1: whoever runs it starts it again on the same files.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    // How long a publish waits at most for others to be forced to the disk with it.
    private static final int JOURNAL_NANOS = 8_000_000;
    // More would wake one another for every message; fewer could wait for one that has to run.
    private static final int THREADS = 4;
    private static final long MOST_MEMORY = 128L << 20;
    private static final int DISK_SCAN_MILLIS = 500;
    private static final int PAGE_BYTES = 8 << 20;

    private final EmbeddedActiveMQ server;
    private final String host;
    private final int port;
    private volatile boolean closing;
    private final int securePort;

    private EmbeddedBroker(EmbeddedActiveMQ server, String host, int port, int securePort) {
        this.server = server;
        this.host = host;
        this.port = port;
        this.securePort = securePort;
    }

    /** Starts a broker that knows no devices. */
    public static EmbeddedBroker start(BrokerSettings settings) {
        return start(settings, DeviceCredentials.NONE);
    }

    /** Starts a broker; blocks until it listens. Fails with a {@link BrokerException} that says what to do. */
    public static EmbeddedBroker start(BrokerSettings settings, DeviceCredentials devices) {
        makeDirectory(settings.directory());
        int port = reservePort(settings.host(), settings.port());
        int securePort =
                settings.secure().map(it -> reservePort(it.host(), it.port())).orElse(0);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        BrokerSecurity security = new BrokerSecurity(settings, devices);
        server.setSecurityManager(security);
        try {
            Configuration configuration = configuration(settings, port, security);
            if (settings.secure().isPresent()) {
                configuration.addAcceptorConfiguration(SecureListener.of(settings, securePort));
            }
            server.setConfiguration(configuration);
            server.createActiveMQServer();
            server.getActiveMQServer().registerIOCriticalErrorListener((cause, what, file) -> end(cause, what));
            server.start();
        } catch (Exception e) { // Artemis declares nothing narrower
            throw new BrokerException("the broker cannot start in " + settings.directory() + ": " + e.getMessage(), e);
        }
        return new EmbeddedBroker(server, settings.host(), port, securePort);
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The port of its encrypted listener; 0 when it has none. */
    public int securePort() {
        return securePort;
    }

    /** Has connections from now on use the certificate that its files hold now; those that are open stay. */
    public void renewCertificate() {
        if (server.getActiveMQServer().getRemotingService().getAcceptor(SecureListener.NAME)
                instanceof NettyAcceptor acceptor) {
            acceptor.reload();
        }
    }

    /** Where clients on this machine reach it. */
    public String url() {
        return "tcp://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    }

    /** Messages that wait for a subscriber's acknowledgement; what the broker keeps for itself ($…) does not count. */
    public long backlog() {
        return server.getActiveMQServer()
                .getPostOffice()
                .getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .filter(queue -> queue.getAddress().toString().charAt(0) != '$')
                .mapToLong(Queue::getMessageCount)
                .sum();
    }

    /** Whether it has stopped by itself, as it does when its disk fails it. */
    public boolean hasFailed() {
        return !closing && !server.getActiveMQServer().isStarted();
    }

    /** Stops the broker; what it has acknowledged stays on disk. */
    @Override
    public void close() {
        closing = true;
        try {
            server.stop();
        } catch (Exception e) { // Artemis declares nothing narrower
            throw new BrokerException("the broker did not stop cleanly: " + e.getMessage(), e);
        }
    }

    /**
     * Artemis stops itself a moment after it could not write, and until then acknowledges as if it had written: its journal
     * and its pages swallow the error and sync what is there. This is called by the thread that could not write, before it
     * goes on to the acknowledgement, so that the process must not live beyond it.
     */
    private static void end(Throwable cause, String what) {
        LOG.error(
                "part=broker state=failed reason=\"{}\" at=\"{}\" the process ends before it acknowledges what it could not"
                        + " write: see that the disk is there, not full and writable",
                cause.getMessage(),
                what);
        Runtime.getRuntime().halt(1);
    }

    private static Configuration configuration(BrokerSettings settings, int port, BrokerSecurity security)
            throws Exception {
        String directory = settings.directory().toAbsolutePath().toString();
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory + "/journal")
                .setBindingsDirectory(directory + "/bindings")
                .setPagingDirectory(directory + "/paging")
                .setLargeMessagesDirectory(directory + "/large-messages")
                .setJournalBufferTimeout_NIO(JOURNAL_NANOS)
                .setThreadPoolMaxSize(THREADS)
                .setGlobalMaxSize(MOST_MEMORY)
                .setMinDiskFree(settings.reserve())
                .setDiskScanPeriod(DISK_SCAN_MILLIS)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                // a password that was changed or revoked must not be good for another ten seconds
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", settings.host(), "port", port, "protocols", "MQTT", "nioRemotingThreads", 2),
                "mqtt",
                protocol(settings)));
        configuration.registerBrokerPlugin(
                new Routing(security, new DiskRoom(settings.directory(), EmbeddedBroker::end)));
        configuration.addQueueConfiguration(RetainedMessages.queue());
        configuration.addAddressSetting(
                RetainedMessages.ADDRESS,
                new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                        .setDefaultLastValueQueue(true));
        configuration.addAddressSetting(
                "#",
                new AddressSettings()
                        .setDeadLetterAddress(SimpleString.of("DLQ"))
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setPageSizeBytes(PAGE_BYTES)
                        .setMaxDeliveryAttempts(-1));
        return configuration;
    }

    /** What the MQTT side of each listener is told. */
    static Map<String, Object> protocol(BrokerSettings settings) {
        return Map.of("maximumPacketSize", settings.maxMessage(), "topicAliasMaximum", 0);
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot write to " + directory + ": choose another data directory or change its rights", e);
        }
        if (!Files.isWritable(directory)) {
            throw new BrokerException(
                    "cannot write to " + directory + ": choose another data directory or change its rights");
        }
    }

    /** Finds out before Artemis does, whose own message for it is a stack trace. */
    private static int reservePort(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerException(
                    "MQTT port " + port + " on " + host + " cannot be used (" + e.getMessage() + "): stop the program"
                            + " that has it or choose another port",
                    e);
        }
    }
}
