package az.ocaq.alarm;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The rules that a server was last under, as they were written. Files change while it is down, and whoever was told of an alarm
 * whose rule is gone is still owed its end.
 */
record FormerRules(Map<String, String> texts) {
    static FormerRules read(Handle handle) {
        Map<String, String> texts = new HashMap<>();
        handle.createQuery("SELECT rule, text FROM rule_in_service")
                .map((row, context) -> texts.put(row.getString("rule"), row.getString("text")))
                .list();
        return new FormerRules(texts);
    }

    /** From now on these are the rules. In the caller's transaction. */
    void replace(Handle handle, Rules rules) {
        if (texts.equals(rules.texts())) {
            return;
        }
        handle.execute("DELETE FROM rule_in_service");
        if (!rules.texts().isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO rule_in_service (rule, text) VALUES (:rule, :text)");
            rules.texts()
                    .forEach((rule, text) ->
                            batch.bind("rule", rule).bind("text", text).add());
            var unused = batch.execute();
        }
    }

    /** A rule as it was; absent when it was none, or is written as no server of this version understands it. */
    Optional<Rule> rule(String id) {
        return Optional.ofNullable(texts.get(id)).flatMap(text -> {
            Problems problems = new Problems();
            return Rules.drafts(id, new StringReader(text), problems).stream()
                    .filter(it -> it.id().equals(id) && problems.all().isEmpty())
                    .findFirst();
        });
    }
}
