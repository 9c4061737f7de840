package az.ocaq.decode.dialect;

import az.ocaq.decode.Names;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths that payloads of a rule have had, each with what its field is: found out once, then followed name by name
 * with every message. Shared by all devices whose topics mean the same.
 */
final class PathTree {
    private static final int MOST_NODES = 20_000;

    private final TopicRule rule;
    private final Map<String, String> captures;
    private final Node root;
    private int nodes;

    PathTree(TopicRule rule, String prefix, Map<String, String> captures) {
        this.rule = rule;
        this.captures = captures;
        this.root = new Node(prefix, prefix.substring(prefix.lastIndexOf('/') + 1));
    }

    Node root() {
        return root;
    }

    /** One path with what its field may be. */
    final class Node {
        private final String path;
        private final String name;
        private final List<Field> fields = new ArrayList<>(1);
        private final boolean time;
        private final boolean device;
        private final boolean status;
        private final boolean named;
        private final Map<String, Node> children = new HashMap<>(4);
        private final List<Node> elements = new ArrayList<>(0);

        Node(String path, String name) {
            this.path = path;
            this.name = name;
            time = rule.time().stream().anyMatch(it -> it.match(path).isPresent());
            device = rule.deviceFrom().contains(path);
            status = rule.statusAt().filter(path::equals).isPresent();
            resolve();
            named = fields.stream().noneMatch(it -> it.rule().condition().isNone())
                    && rule.named().stream().anyMatch(it -> it.match(path).isPresent());
        }

        /** The node of a field of the object here. */
        Node child(String field) {
            Node known = children.get(field);
            if (known != null) {
                return known;
            }
            boolean wrapper =
                    this == root && rule.under().contains(field); // it wraps the fields and says nothing itself
            Node added = wrapper ? new Node(path, "") : new Node(path.isEmpty() ? field : path + "/" + field, field);
            if (nodes < MOST_NODES) { // a device that invents names costs time, not memory
                nodes++;
                children.put(field, added);
            }
            return added;
        }

        /** The node of an element of the array here. */
        Node element(int index) {
            if (index < elements.size()) {
                return elements.get(index);
            }
            String number = Integer.toString(index);
            Node added = new Node(path.isEmpty() ? number : path + "/" + number, number);
            if (nodes < MOST_NODES && index == elements.size()) {
                nodes++;
                elements.add(added);
            }
            return added;
        }

        private void resolve() {
            for (FieldRule field : rule.fields()) {
                Optional<Map<String, String>> match = field.match(path);
                if (match.isPresent()) {
                    Map<String, String> all = new HashMap<>(captures);
                    all.putAll(match.get());
                    fields.add(new Field(field, path, all));
                    if (field.condition().isNone()) {
                        return; // nothing after it is ever asked
                    }
                }
            }
        }

        String path() {
            return path;
        }

        String name() {
            return name;
        }

        List<Field> fields() {
            return fields;
        }

        boolean isTime() {
            return time;
        }

        boolean isDevice() {
            return device;
        }

        boolean isStatus() {
            return status;
        }

        boolean isNamed() {
            return named;
        }
    }

    /** A field rule at one path. */
    static final class Field {
        private static final int MOST_UNITS = 64;

        private final FieldRule rule;
        private final Map<String, String> captures;
        private final Names.Named usual;
        private final Optional<String> device;
        private final Optional<String> unitFrom;
        private final Map<String, Names.Named> byUnit = new HashMap<>(1);

        Field(FieldRule rule, String path, Map<String, String> captures) {
            this.rule = rule;
            this.captures = captures;
            this.usual = new Names.Named(metric(rule.unit().unit()), rule.unit());
            this.device = rule.device().map(it -> it.fill(captures));
            this.unitFrom = rule.unitFrom().map(it -> it.startsWith("./") ? sibling(path, it.substring(2)) : it);
        }

        FieldRule rule() {
            return rule;
        }

        /** The device when it is not the message's. */
        Optional<String> device() {
            return device;
        }

        /** The path of the field that names the unit. */
        Optional<String> unitFrom() {
            return unitFrom;
        }

        private static String sibling(String path, String name) {
            return path.substring(0, path.lastIndexOf('/') + 1) + name;
        }

        /** The metric and the scale when the message names no unit. */
        Names.Named usual() {
            return usual;
        }

        /** The metric and the scale in the unit that the message names; {@code unknown} when nobody knows that unit. */
        Names.Named inUnit(String unit) {
            if (byUnit.size() > MOST_UNITS) {
                byUnit.clear();
            }
            return byUnit.computeIfAbsent(unit, it -> {
                Units.Scale scale =
                        Units.of(it).orElse(Units.plain(Unit.UNKNOWN)).times(rule.factor());
                return new Names.Named(metric(scale.unit()), scale);
            });
        }

        private Metric metric(Unit unit) {
            return rule.metric(captures, unit);
        }
    }
}
