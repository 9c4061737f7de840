package az.ocaq;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.sparkplug.Rebirth;
import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What Ocaq asks of devices, each only when the settings say so: that a Sparkplug edge node describes itself again, and that
 * Victron's gateways go on publishing. It asks for data and changes nothing. Confined to one thread.
 */
final class DeviceRequests {
    private static final long FIRST_PAUSE = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.HOURS.toNanos(1);
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(30);
    private static final long FULL_PUBLISH = TimeUnit.MINUTES.toNanos(5);
    private static final long FORGOTTEN = TimeUnit.DAYS.toNanos(1);
    private static final int MOST_REBIRTHS_A_SECOND = 20;
    private static final int MOST_NODES = 20_000;
    private static final int MOST_PORTALS = 1_000;
    private static final byte[] EVERYTHING = {};
    private static final byte[] CHANGES_ONLY =
            "{\"keepalive-options\":[\"suppress-republish\"]}".getBytes(StandardCharsets.UTF_8);

    private final Settings.Requests allowed;
    private final Sender sender;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<Rebirth, Asked> asked = new LinkedHashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private long second;
    private int inSecond;

    /** Publishes once, now or never. */
    interface Sender {
        void send(String topic, byte[] payload);
    }

    /** When an edge node was asked, and how long it is left alone. */
    private record Asked(long at, long pause) {
        boolean isOver(long now) {
            return now - at >= pause;
        }

        /** Who goes on needing it is asked less and less often; who was well for an hour starts afresh. */
        Asked again(long now) {
            boolean afresh = now - at >= pause + LONGEST_PAUSE;
            return new Asked(now, afresh ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE));
        }
    }

    /** A gateway that was heard. */
    private static final class Portal {
        private long heardAt;
        private long askedAt;
        private long askedForAllAt;
        /** As Venus OS 3.20 and later do, which know the request for changes only. */
        private boolean saysWhenComplete;
    }

    /** @param nanos a measure of passing time that nobody sets */
    DeviceRequests(Settings.Requests allowed, Sender sender, Clock clock, LongSupplier nanos) {
        this.allowed = allowed;
        this.sender = sender;
        this.clock = clock;
        this.nanos = nanos;
        this.second = nanos.getAsLong();
    }

    /** Takes note of a message and of what came out of it. */
    void heard(Message message, Decoded decoded) {
        if (allowed.sparkplugRebirth()) {
            Rebirth.wanted(message, decoded).ifPresent(this::ask);
        }
        if (allowed.victronKeepalive() && message.topic().startsWith("N/")) {
            portal(message.topic());
        }
    }

    /** Keeps the gateways publishing; to be called every few seconds. */
    void tick() {
        long now = nanos.getAsLong();
        portals.values().removeIf(it -> now - it.heardAt >= FORGOTTEN);
        portals.forEach((id, portal) -> {
            if (now - portal.askedAt >= KEEP_ALIVE) {
                boolean changes = portal.saysWhenComplete && now - portal.askedForAllAt < FULL_PUBLISH;
                keepAlive(id, portal, changes ? CHANGES_ONLY : EVERYTHING, now);
            }
        });
    }

    private void ask(Rebirth rebirth) {
        long now = nanos.getAsLong();
        Asked before = asked.get(rebirth);
        if ((before != null && !before.isOver(now)) || !hasRoom(now)) {
            return;
        }
        asked.remove(rebirth);
        if (asked.size() >= MOST_NODES) {
            asked.remove(asked.keySet().iterator().next()); // the one that was asked the longest ago
        }
        asked.put(rebirth, before == null ? new Asked(now, FIRST_PAUSE) : before.again(now));
        sender.send(rebirth.topic(), rebirth.payload(clock.instant()));
    }

    /** Births of a whole plant at once would be the next outage. */
    private boolean hasRoom(long now) {
        if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond <= MOST_REBIRTHS_A_SECOND;
    }

    private void portal(String topic) {
        int end = topic.indexOf('/', 2);
        String id = end < 0 ? "" : topic.substring(2, end);
        Portal portal = portals.get(id);
        if (portal == null && portals.size() < MOST_PORTALS && id.matches("[0-9A-Za-z]{6,32}")) {
            portal = new Portal();
            portals.put(id, portal);
            keepAlive(id, portal, EVERYTHING, nanos.getAsLong());
        }
        if (portal != null) {
            portal.heardAt = nanos.getAsLong();
            portal.saysWhenComplete |= topic.endsWith("/full_publish_completed");
        }
    }

    private void keepAlive(String id, Portal portal, byte[] payload, long now) {
        portal.askedAt = now;
        if (payload.length == 0) {
            portal.askedForAllAt = now;
        }
        sender.send("R/" + id + "/keepalive", payload);
    }
}
