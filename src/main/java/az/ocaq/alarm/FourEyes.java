package az.ocaq.alarm;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets an edit of critical rules into service once a second person has asked for the very same, where the policy in service
 * wants that. Every other edit needs one person. Not thread-safe.
 */
final class FourEyes {
    private final boolean wanted;
    private Optional<Proposal> proposed = Optional.empty();

    private record Proposal(Set<Rule> rules, String user) {}

    private FourEyes(boolean wanted) {
        this.wanted = wanted;
    }

    static FourEyes of(Policy policy) {
        return new FourEyes(policy.fourEyes());
    }

    /** Succeeds when other rules may take the place of the present ones; else fails with what is still needed. */
    Future<Void> agree(Rules present, Rules next, String user) {
        List<String> critical = wanted ? editedCritical(present, next) : List.of();
        Set<Rule> rules = Set.copyOf(next.all());
        if (critical.isEmpty()
                || proposed.filter(it -> it.rules().equals(rules) && !it.user().equals(user))
                        .isPresent()) {
            return Future.succeededFuture();
        }
        proposed = Optional.of(new Proposal(rules, user));
        return Future.failedFuture(new AlarmDesk.Refusal(
                AlarmDesk.Refusal.Why.SECOND_PERSON,
                "critical rules are edited (" + String.join(", ", critical)
                        + "): nothing is changed until a second person reloads the same files"));
    }

    /** The ids of critical rules that are new, gone or other than before. */
    private static List<String> editedCritical(Rules present, Rules next) {
        Set<Rule> before = new HashSet<>(present.all());
        Set<Rule> after = new HashSet<>(next.all());
        return Stream.concat(
                        before.stream().filter(it -> !after.contains(it)),
                        after.stream().filter(it -> !before.contains(it)))
                .filter(Rule::canBeCritical)
                .map(Rule::id)
                .distinct()
                .sorted()
                .toList();
    }
}
