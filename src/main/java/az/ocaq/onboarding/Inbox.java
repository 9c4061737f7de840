package az.ocaq.onboarding;

import az.ocaq.decode.Decoded;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of devices that nobody has registered, to show a person what they say. In memory and bounded: of each
 * device a few, of devices the last that were heard. Confined to the pipeline's event-loop context.
 */
public final class Inbox {
    private static final int MOST_DEVICES = 2_000;
    private static final int MOST_MESSAGES = 5;
    private static final int LARGEST_PAYLOAD = 8_192;

    private final DeviceRegistry registry;
    private final Homes homes;
    private final Map<DeviceId, Deque<Message>> messages = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Deque<Message>> eldest) {
            return size() > MOST_DEVICES;
        }
    };

    public Inbox(DeviceRegistry registry, Homes homes) {
        this.registry = registry;
        this.homes = homes;
    }

    /** Takes a message with values; remembers it for each device in it that is not registered. */
    public void heard(Message message, Decoded.Readings decoded) {
        @Nullable DeviceId last = null;
        for (Reading reading : decoded.readings()) {
            DeviceId device = reading.series().device();
            if (!device.equals(last)) {
                heard(message, device);
                last = device;
            }
        }
    }

    /** The last messages of a device, the oldest first. */
    public List<Message> messages(DeviceId device) {
        Deque<Message> kept = messages.get(device);
        return kept == null ? List.of() : List.copyOf(kept);
    }

    void forget(DeviceId device) {
        messages.remove(device);
    }

    private void heard(Message message, DeviceId device) {
        if (registry.device(homes.of(device)).isPresent() || message.payload().length > LARGEST_PAYLOAD) {
            return;
        }
        Deque<Message> kept = messages.computeIfAbsent(device, it -> new ArrayDeque<>());
        if (!message.equals(kept.peekLast())) {
            kept.addLast(message);
        }
        if (kept.size() > MOST_MESSAGES) {
            kept.removeFirst();
        }
    }
}
