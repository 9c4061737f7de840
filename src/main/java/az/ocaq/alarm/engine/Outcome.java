package az.ocaq.alarm.engine;

import java.util.List;
import java.util.Set;

/**
 * What came out of the engine since it was last asked.
 *
 * @param transitions lines for the journal, in order
 * @param messages to people, in order
 * @param changed alarms whose kept state is not what it was
 * @param engineChanged whether the engine's own kept state is not what it was
 */
public record Outcome(
        List<Transition> transitions, List<Message> messages, Set<Instance> changed, boolean engineChanged) {
    public Outcome {
        transitions = List.copyOf(transitions);
        messages = List.copyOf(messages);
        changed = java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(changed));
    }

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return transitions.isEmpty() && messages.isEmpty() && changed.isEmpty() && !engineChanged;
    }
}
