package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.notify.Contacts;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReachabilityTest {
    // Monday, noon in Baku
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void findings_nobodyOnDuty_noContact_unknownRota_areNamed() {
        List<String> findings = findings("""
                receiver: desk
                routes: [{match: {}, to: [rota:power, rota:water]}]
                rotas:
                  power: {fallback: desk, shifts: [{from: "08:00", to: "20:00", who: crew}]}
                """, "contacts: {crew: {mail: [a@b.az]}}");

        assertThat(findings)
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).contains("'desk'", "no contact"),
                        it -> assertThat(it).contains("'rota:water'", "there is not"),
                        it -> assertThat(it).contains("'power'", "Mon 20:00", "desk is told instead"));
    }

    @Test
    void findings_allReached_none() {
        assertThat(findings("""
                receiver: crew
                rotas:
                  power: {shifts: [{from: "08:00", to: "20:00", who: crew}, {from: "20:00", to: "08:00", who: crew}]}
                """, "contacts: {crew: {mail: [a@b.az]}}")).isEmpty();
    }

    private static List<String> findings(String crews, String contacts) {
        Problems problems = new Problems();
        Policy policy = PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader(crews), problems));
        Contacts found = Contacts.read(
                YamlFile.parse("contacts.yaml", new StringReader(contacts), problems), Path.of("."), Map.of());
        problems.throwIfAny();
        return Reachability.findings(policy, found, NOW);
    }
}
