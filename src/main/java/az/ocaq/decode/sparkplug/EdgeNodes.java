package az.ocaq.decode.sparkplug;

import az.ocaq.decode.ChangedEntries;
import az.ocaq.decode.DecoderMemory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All edge nodes that have been born, bounded; kept from one start to the next, one entry for each birth. */
final class EdgeNodes implements DecoderMemory {
    private static final int MOST_NODES = 20_000;
    private static final int MOST_DESCRIBED = 500_000;
    private static final byte[] FORGET = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, EdgeNode> nodes = new LinkedHashMap<>();
    private final ChangedEntries changed = new ChangedEntries();
    private int described;

    @Override
    public String name() {
        return SparkplugDecoder.NAME;
    }

    Optional<EdgeNode> find(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** The node, new when it was not known; empty when no more can be kept. */
    Optional<EdgeNode> open(String node, int metrics) {
        EdgeNode known = nodes.get(node);
        if (!hasRoom(known == null ? 1 : 0, metrics)) {
            return Optional.empty();
        }
        return Optional.of(known != null ? known : nodes.computeIfAbsent(node, it -> new EdgeNode()));
    }

    /** Starts a new session of a node. */
    void born(String name, EdgeNode node, Optional<Long> bdSeq) {
        described -= node.described();
        node.births.keySet().forEach(changed::touch);
        node.born(bdSeq);
        changed.touch(name);
    }

    /** Takes a birth in the place of the one before. */
    void put(EdgeNode node, String subject, Birth birth) {
        Birth before = node.births.put(subject, birth);
        described += birth.size() - (before == null ? 0 : before.size());
        changed.touch(subject);
    }

    void touch(String subject) {
        changed.touch(subject);
    }

    private boolean hasRoom(int newNodes, int metrics) {
        Iterator<Map.Entry<String, EdgeNode>> all = nodes.entrySet().iterator();
        while (all.hasNext() && isFull(newNodes, metrics)) { // the dead make room, the longest known first
            Map.Entry<String, EdgeNode> entry = all.next();
            if (!entry.getValue().online) {
                described -= entry.getValue().described();
                entry.getValue().births.keySet().forEach(changed::touch);
                changed.touch(entry.getKey());
                all.remove();
            }
        }
        return !isFull(newNodes, metrics);
    }

    private boolean isFull(int newNodes, int metrics) {
        return nodes.size() + newNodes > MOST_NODES || described + metrics > MOST_DESCRIBED;
    }

    @Override
    public Map<String, byte[]> takeChanges() {
        return changed.take(this::entry);
    }

    private byte[] entry(String subject) {
        String owner = owner(subject);
        EdgeNode node = nodes.get(owner);
        Birth birth = node == null ? null : node.births.get(subject);
        if (node == null || (birth == null && !owner.equals(subject))) {
            return FORGET;
        }
        ObjectNode entry = JSON.createObjectNode();
        node.session.ifPresent(it -> entry.put("session", it));
        entry.put("online", birth == null ? node.online : birth.alive);
        if (birth != null) {
            ArrayNode metrics = entry.putArray("metrics");
            birth.all().forEach(it -> {
                ArrayNode metric =
                        metrics.addArray().add(it.name()).add(it.type()).add(it.unit());
                it.alias().ifPresent(metric::add);
            });
        }
        try {
            return JSON.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void restore(Map<String, byte[]> entries) {
        entries.forEach((subject, bytes) -> {
            try {
                restore(subject, JSON.readTree(bytes));
            } catch (IOException e) {
                changed.touch(subject); // unreadable: replaced by what is known now, which is nothing
            }
        });
    }

    private void restore(String subject, JsonNode entry) {
        JsonNode metrics = entry.path("metrics");
        Optional<EdgeNode> node = open(owner(subject), metrics.size());
        if (node.isEmpty()) {
            return;
        }
        if (owner(subject).equals(subject)) {
            node.get().online = entry.path("online").asBoolean();
            node.get().session =
                    entry.has("session") ? Optional.of(entry.get("session").asLong()) : Optional.empty();
        }
        Birth birth = new Birth(subject);
        birth.alive = entry.path("online").asBoolean(true);
        for (JsonNode it : metrics) {
            Optional<Long> alias = it.has(3) ? Optional.of(it.get(3).asLong()) : Optional.empty();
            var unused = birth.describe(
                    it.path(0).asText(), alias, it.path(1).asInt(), it.path(2).asText());
        }
        if (metrics.isArray()) {
            Birth before = node.get().births.put(subject, birth);
            described += birth.size() - (before == null ? 0 : before.size());
        }
    }

    /** {@code group/node} of {@code group/node/device}. */
    private static String owner(String subject) {
        int second = subject.indexOf('/', subject.indexOf('/') + 1);
        return second < 0 ? subject : subject.substring(0, second);
    }
}
