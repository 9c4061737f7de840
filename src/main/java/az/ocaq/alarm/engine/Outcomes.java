package az.ocaq.alarm.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What came out of the engine since somebody last took it. */
final class Outcomes {
    private static final Outcome NOTHING = new Outcome(List.of(), List.of(), Set.of(), false);

    private final List<Transition> transitions = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<Instance> alarms = new LinkedHashSet<>();
    private boolean engineChanged;

    void add(Transition transition) {
        transitions.add(transition);
    }

    void add(Message message) {
        messages.add(message);
    }

    /** The alarm's kept state is not what it was. */
    void changed(Instance alarm) {
        alarms.add(alarm);
    }

    /** What the engine keeps beside its alarms is not what it was. */
    void changed() {
        engineChanged = true;
    }

    Outcome drain() {
        if (transitions.isEmpty() && messages.isEmpty() && alarms.isEmpty() && !engineChanged) {
            return NOTHING;
        }
        Outcome outcome = new Outcome(transitions, messages, alarms, engineChanged);
        transitions.clear();
        messages.clear();
        alarms.clear();
        engineChanged = false;
        return outcome;
    }
}
