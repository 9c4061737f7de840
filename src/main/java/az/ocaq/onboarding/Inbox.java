package az.ocaq.onboarding;

import az.ocaq.database.Database;
import az.ocaq.decode.Decoded;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last messages of devices that nobody has registered, to show a person what they say. Bounded: of each device five
 * messages of at most 8 KiB, of devices the 2,000 that were heard last. They are in memory, and {@link #flush} brings them
 * to the database off the hot path. A message that is here is also in the store, with its values, before it is
 * acknowledged: what a crash takes is at most what was to be shown of the last seconds. Confined to the pipeline's
 * event-loop context.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int MOST_MESSAGES = 5;
    private static final int LARGEST_PAYLOAD = 8_192;
    private static final int LONGEST_TOPIC = 2_000;

    /** How many devices are remembered at most, and how many of them are written at a time. */
    record Bounds(int devices, int written) {
        private static final Bounds USUAL = new Bounds(2_000, 100);
    }

    private final Database database;
    private final DeviceRegistry registry;
    private final Homes homes;
    private final Bounds bounds;
    private final Map<DeviceId, Deque<Message>> messages = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<DeviceId> changed = new LinkedHashSet<>();
    private final Set<DeviceId> written = new HashSet<>();
    private Future<Void> writing = Future.succeededFuture();

    private Inbox(Database database, DeviceRegistry registry, Homes homes, Bounds bounds) {
        this.database = database;
        this.registry = registry;
        this.homes = homes;
        this.bounds = bounds;
    }

    /** The inbox with what it held when the server last ran. Blocks. */
    public static Inbox open(Database database, DeviceRegistry registry, Homes homes) {
        return open(database, registry, homes, Bounds.USUAL);
    }

    static Inbox open(Database database, DeviceRegistry registry, Homes homes, Bounds bounds) {
        Inbox inbox = new Inbox(database, registry, homes, bounds);
        database.transactBlocking(InboxTable::all).forEach((device, kept) -> {
            inbox.written.add(device);
            if (inbox.isRegistered(device)) {
                inbox.changed.add(device); // its rows go with the next flush
            } else {
                inbox.messages.put(device, new ArrayDeque<>(kept));
            }
        });
        inbox.bound();
        return inbox;
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

    /**
     * Writes what changed of some devices, those first that are not in the database at all. To be called every few
     * seconds. What the database cannot take now is written later.
     */
    public Future<Void> flush() {
        if (writing.isComplete()) {
            writing = write(bounds.written);
        }
        return writing;
    }

    /** Writes what changed of every device: for an orderly stop. */
    public Future<Void> close() {
        return writing.transform(done -> write(Integer.MAX_VALUE));
    }

    void forget(DeviceId device) {
        messages.remove(device);
        changed.add(device);
    }

    private void heard(Message message, DeviceId device) {
        if (isRegistered(device)
                || message.payload().length > LARGEST_PAYLOAD
                || message.topic().length() > LONGEST_TOPIC) {
            return;
        }
        Deque<Message> kept = messages.computeIfAbsent(device, it -> new ArrayDeque<>());
        if (!message.equals(kept.peekLast())) {
            kept.addLast(message);
            changed.add(device);
        }
        if (kept.size() > MOST_MESSAGES) {
            kept.removeFirst();
        }
        bound();
    }

    private boolean isRegistered(DeviceId device) {
        return registry.device(homes.of(device)).isPresent();
    }

    /** Forgets those that were heard longest ago. */
    private void bound() {
        while (messages.size() > bounds.devices) {
            Iterator<DeviceId> devices = messages.keySet().iterator();
            forget(devices.next());
        }
    }

    private Future<Void> write(int most) {
        Map<DeviceId, List<Message>> rows = new LinkedHashMap<>();
        changed.stream()
                .sorted(Comparator.comparing(written::contains))
                .limit(most)
                .forEach(it -> rows.put(it, List.of()));
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        messages.forEach((device, kept) -> rows.computeIfPresent(device, (it, none) -> List.copyOf(kept)));
        changed.removeAll(rows.keySet());
        return database.<Void>transact(handle -> {
                    InboxTable.write(handle, rows);
                    return null;
                })
                .onSuccess(done -> rows.forEach((device, kept) -> {
                    if (kept.isEmpty()) {
                        written.remove(device);
                    } else {
                        written.add(device);
                    }
                }))
                .onFailure(failure -> {
                    changed.addAll(rows.keySet());
                    LOG.warn("the inbox cannot be written now, tried again later", failure);
                });
    }
}
