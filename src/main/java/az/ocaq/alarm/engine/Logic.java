package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Expression;
import az.ocaq.alarm.rule.Operator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntBinaryOperator;

/** An expression in three-valued logic, made ready to be evaluated for every sample. */
final class Logic {
    static final long NEVER_SEEN = Long.MIN_VALUE;

    private static final int FALSE = 0;
    private static final int UNKNOWN = 1;
    private static final int TRUE = 2;

    /** The newest value and time of each metric, and when the first parts of sequences became true. */
    static final class Operands {
        double[] values = {};
        long[] times = {};
        Map<Integer, Long> begun = Map.of();
        Map<Integer, Boolean> going = Map.of();
        Map<Integer, Boolean> matched = Map.of();

        /** Whether what a sequence remembers is another than it was when this was last made false. */
        transient boolean changed;

        /** Only an expression with sequences remembers anything. */
        private void remember() {
            if (!(going instanceof HashMap)) {
                begun = new HashMap<>(begun);
                going = new HashMap<>(going);
                matched = new HashMap<>(matched);
            }
        }

        private Operands copy() {
            Operands copy = new Operands();
            copy.values = values;
            copy.times = times;
            copy.begun = begun.isEmpty() ? Map.of() : new HashMap<>(begun);
            copy.going = going.isEmpty() ? Map.of() : new HashMap<>(going);
            copy.matched = matched.isEmpty() ? Map.of() : new HashMap<>(matched);
            return copy;
        }
    }

    private interface Node {
        int at(Operands operands, long time);
    }

    private final Node root;
    private final long stale;

    private Logic(Node root, long stale) {
        this.root = root;
        this.stale = stale;
    }

    /**
     * Makes an expression ready; a metric's place in the list is its place among the operands.
     *
     * @param optional metrics of which a comparison is false while nothing was ever told of them
     */
    static Logic of(Expression expression, List<String> metrics, Optional<Duration> staleAfter, Set<String> optional) {
        long stale = staleAfter.map(Duration::toMillis).orElse(Long.MAX_VALUE);
        return new Logic(new Compiler(metrics, stale, optional).node(expression), stale);
    }

    /** 1 when true, 0 when false, NaN when unknown. */
    double signal(Operands operands, long time) {
        return switch (root.at(operands, time)) {
            case TRUE -> 1;
            case FALSE -> 0;
            default -> Double.NaN;
        };
    }

    /** How long, ms, the signal of a time stands while no operand is heard: each is known only while it is fresh. */
    long stands(Operands operands, double signal, long time) {
        if (stale == Long.MAX_VALUE) {
            return Timer.NEVER;
        }
        long[] seen = operands.times.clone();
        Arrays.sort(seen);
        long before = NEVER_SEEN;
        for (long at : seen) {
            long last = at + stale;
            if (at != before && last >= time && Double.compare(signal(operands.copy(), last + 1), signal) != 0) {
                return last - time;
            }
            before = at;
        }
        return Timer.NEVER;
    }

    private static final class Compiler {
        private final List<String> metrics;
        private final long stale;
        private final Set<String> optional;
        private int sequences;

        Compiler(List<String> metrics, long stale, Set<String> optional) {
            this.metrics = metrics;
            this.stale = stale;
            this.optional = optional;
        }

        Node node(Expression expression) {
            if (expression instanceof Expression.Comparison comparison) {
                return comparison(comparison);
            } else if (expression instanceof Expression.Not not) {
                Node part = node(not.part());
                return (operands, time) -> TRUE - part.at(operands, time);
            } else if (expression instanceof Expression.And and) {
                return several(and.parts(), TRUE, FALSE, Math::min);
            } else if (expression instanceof Expression.Or or) {
                return several(or.parts(), FALSE, TRUE, Math::max);
            } else if (expression instanceof Expression.Versus versus) {
                return versus(versus);
            }
            return sequence((Expression.Sequence) expression);
        }

        /** Looks no further once it is decided, but for sequences, which must see every sample. */
        private Node several(List<Expression> expressions, int start, int decided, IntBinaryOperator both) {
            int before = sequences;
            List<Node> parts = nodes(expressions);
            boolean all = sequences > before;
            return (operands, time) -> {
                int truth = start;
                for (int i = 0; i < parts.size() && (all || truth != decided); i++) {
                    truth = both.applyAsInt(truth, parts.get(i).at(operands, time));
                }
                return truth;
            };
        }

        private List<Node> nodes(List<Expression> parts) {
            List<Node> nodes = new ArrayList<>();
            parts.forEach(it -> nodes.add(node(it)));
            return nodes;
        }

        private Node comparison(Expression.Comparison comparison) {
            int slot = metrics.indexOf(comparison.metric());
            Operator operator = comparison.operator();
            double threshold = comparison.threshold();
            int without = optional.contains(comparison.metric()) ? FALSE : UNKNOWN;
            return (operands, time) -> {
                if (isUnknown(operands, slot, time)) {
                    return operands.times[slot] == NEVER_SEEN ? without : UNKNOWN;
                }
                return operator.holds(operands.values[slot], threshold) ? TRUE : FALSE;
            };
        }

        private Node versus(Expression.Versus versus) {
            int slot = metrics.indexOf(versus.metric());
            int other = metrics.indexOf(versus.than());
            double by = versus.by();
            int withoutOne = optional.contains(versus.metric()) ? FALSE : UNKNOWN;
            int withoutOther = optional.contains(versus.than()) ? FALSE : UNKNOWN;
            return (operands, time) -> {
                if (isUnknown(operands, slot, time) || isUnknown(operands, other, time)) {
                    int one = operands.times[slot] == NEVER_SEEN ? withoutOne : UNKNOWN;
                    return Math.min(one, operands.times[other] == NEVER_SEEN ? withoutOther : UNKNOWN);
                }
                return versus.operator().holds(operands.values[slot], operands.values[other] + by) ? TRUE : FALSE;
            };
        }

        private boolean isUnknown(Operands operands, int slot, long time) {
            long seen = operands.times[slot];
            return seen == NEVER_SEEN || time - seen > stale;
        }

        /** True while the second part is, when it became so no longer than a time after the first one did. */
        private Node sequence(Expression.Sequence sequence) {
            Node first = node(sequence.first());
            Node then = node(sequence.then());
            int number = sequences++;
            long within = sequence.within().toMillis();
            return (operands, time) -> {
                operands.remember();
                int one = first.at(operands, time);
                if (one == TRUE && operands.going.putIfAbsent(number, true) == null) {
                    operands.begun.put(number, time);
                    operands.changed = true;
                } else if (one == FALSE && operands.going.remove(number) != null) {
                    operands.changed = true;
                }
                Long begun = operands.begun.get(number);
                boolean inTime = begun != null && time - begun <= within;
                int second = then.at(operands, time);
                if (second != TRUE) {
                    operands.changed |= operands.matched.remove(number) != null;
                    return second;
                }
                operands.changed |= !operands.matched.containsKey(number);
                return operands.matched.computeIfAbsent(number, it -> inTime) ? TRUE : FALSE;
            };
        }
    }
}
