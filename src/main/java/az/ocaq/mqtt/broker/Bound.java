package az.ocaq.mqtt.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.postoffice.impl.AddressImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Sees that an address has the queues of all its subscriptions before a message is routed to it. Artemis looks for them at an
 * address's first message, and shows others what it has found so far: who publishes there at the same moment has the
 * message routed to some queues or to none, and acknowledged all the same. Likewise a subscription that is made at that
 * moment could be missed for as long as the broker runs. Thread-safe.
 */
final class Bound {
    private final ActiveMQServer server;
    private final Map<SimpleString, Bindings> whole = new ConcurrentHashMap<>();

    Bound(ActiveMQServer server) {
        this.server = server;
    }

    /** There is a subscription that was not there: each address is looked at again. */
    synchronized void forget() {
        whole.clear();
    }

    /** To be called before each message. */
    void require(SimpleString address) throws Exception {
        Bindings present = server.getPostOffice().lookupBindingsForAddress(address);
        if (present == null || whole.get(address) != present) {
            complete(address);
        }
    }

    private synchronized void complete(SimpleString address) throws Exception {
        List<Binding> subscribed = server.getPostOffice()
                .getAllBindings()
                .filter(it -> it instanceof QueueBinding && matches(address, it.getAddress()))
                .toList();
        Bindings bindings = server.getPostOffice().getAddressManager().getBindingsForRoutingAddress(address);
        if (bindings != null) {
            subscribed.stream()
                    .filter(it -> bindings.getBinding(it.getUniqueName().toString()) == null)
                    .forEach(bindings::addBinding);
            whole.put(address, bindings);
        }
    }

    private boolean matches(SimpleString address, SimpleString filter) {
        WildcardConfiguration wildcards = server.getConfiguration().getWildcardConfiguration();
        return new AddressImpl(address, wildcards).matches(new AddressImpl(filter, wildcards));
    }
}
