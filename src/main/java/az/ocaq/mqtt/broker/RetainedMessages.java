package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;

/**
 * The retained messages of all topics in one durable last-value queue. Artemis's own way, a queue for each topic, costs 65 KB
 * of heap and 2 ms at the next start for every device that retains its status. Thread-safe.
 *
 * <p>Such a queue looks through all its messages for replaced ones at each delivery, that is, after each message. It is
 * paused, so that it delivers to nobody, and goes on for a moment when as many were kept as could be half of what it holds.
 */
final class RetainedMessages {
    /** The queue and its address; no subscription matches it. */
    static final String ADDRESS = "$ocaq.retained";

    /**
     * When a message is over, epoch ms. As the message's own expiration it would take the last one out of the queue, and one
     * that it replaced would stand for the topic again.
     */
    private static final SimpleString EXPIRES = SimpleString.of("ocaq_expires");

    private static final SimpleString NAME = SimpleString.of(ADDRESS);
    private static final int COPIES_PER_TRANSACTION = 500;
    private static final int FEW = 1_000;

    private final ActiveMQServer server;
    private final AtomicLong untidied = new AtomicLong();
    private volatile long most;

    RetainedMessages(ActiveMQServer server) {
        this.server = server;
    }

    /** The queue for the broker's configuration. */
    static QueueConfiguration queue() {
        return QueueConfiguration.of(NAME)
                .setAddress(NAME)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false)
                .setLastValue(true);
    }

    /** Keeps a copy as the topic's last; a message without payload stands for none. On the publisher's session. */
    void keep(Message message, String topic) throws Exception {
        Message copy = message.copy(server.getStorageManager().generateID());
        copy.setAddress(NAME);
        copy.setDurable(true);
        copy.putStringProperty(Message.HDR_LAST_VALUE_NAME, SimpleString.of(topic));
        if (message.getExpiration() > 0) {
            copy.putLongProperty(EXPIRES, message.getExpiration());
            copy.setExpiration(0);
        }
        copy.reencode();
        Queue queue = server.locateQueue(NAME);
        send(copy, queue, null);
        if (untidied.getAndIncrement() >= most) {
            tidy(queue);
        }
    }

    /** Lets the queue drop what was replaced. */
    private void tidy(Queue queue) {
        untidied.set(0);
        most = Math.max(FEW, queue.getMessageCount() / 2);
        queue.resume();
        queue.getExecutor().execute(queue::pause);
    }

    /** Puts copies of those that match a filter into a subscription's queue. Blocks. */
    void replay(String filter, Queue to, TopicFolding folding) throws Exception {
        List<Message> matching = List.copyOf(matching(TopicFolding.levels(filter)));
        for (int from = 0; from < matching.size(); from += COPIES_PER_TRANSACTION) {
            Transaction transaction = new TransactionImpl(server.getStorageManager());
            for (Message message : matching.subList(from, Math.min(from + COPIES_PER_TRANSACTION, matching.size()))) {
                Message copy = copy(message, folding);
                if (!copy.isExpired()) {
                    send(copy, to, transaction);
                }
            }
            transaction.commit();
        }
    }

    /** Of each topic the last, which may still have replaced ones before it. */
    private Collection<Message> matching(String[] filter) throws Exception {
        Map<String, Message> matching = new LinkedHashMap<>();
        try (LinkedListIterator<MessageReference> all = server.locateQueue(NAME).iterator()) {
            while (all.hasNext()) {
                Message message = all.next().getMessage();
                String topic = message.getStringProperty(Message.HDR_LAST_VALUE_NAME);
                if (TopicFolding.matches(filter, TopicFolding.levels(topic))) {
                    matching.put(topic, message);
                }
            }
        }
        matching.values().removeIf(RetainedMessages::isEmpty);
        return matching.values();
    }

    private static boolean isEmpty(Message message) {
        ByteBuf body = message.toCore().getDataBuffer().byteBuf().duplicate();
        String unusedTopic = Envelope.open(body);
        return !body.isReadable();
    }

    private Message copy(Message message, TopicFolding folding) {
        Message copy = message.copy(server.getStorageManager().generateID());
        String topic = message.getStringProperty(Message.HDR_LAST_VALUE_NAME);
        copy.setAddress(MQTTUtil.getCoreAddressFromMqttTopic(
                folding.fold(topic), server.getConfiguration().getWildcardConfiguration()));
        var unused = copy.removeProperty(Message.HDR_LAST_VALUE_NAME);
        if (copy.containsProperty(EXPIRES)) {
            copy.setExpiration(copy.getLongProperty(EXPIRES));
            var unusedTime = copy.removeProperty(EXPIRES);
        }
        var unusedCopy =
                copy.putStringProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_INITIAL_DISTRIBUTION_KEY, SimpleString.of("true"));
        copy.reencode();
        return copy;
    }

    private void send(Message message, Queue to, @org.jspecify.annotations.Nullable Transaction transaction)
            throws Exception {
        MQTTUtil.sendMessageDirectlyToQueue(
                server.getStorageManager(), server.getPostOffice(), message, to, transaction);
    }
}
