package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a reload replaces: rules and policy, and the parts of an {@link AlarmService} that go on under it from what the
 * database has. Shared with nobody while it is made, so any thread may make it.
 */
record InService(
        Rules rules,
        Policy policy,
        FourEyes fourEyes,
        RegistryDirectory directory,
        Engine engine,
        AlarmKeeper keeper,
        DeviceInputs inputs,
        QuietPeriods periods) {
    private static final Logger LOG = LoggerFactory.getLogger(InService.class);

    /**
     * An engine under an edition's rules, as it stood at a time, that knows the edition's newest readings.
     *
     * @param orphans alarms that come along only to be closed
     * @param keepers a keeper for that engine
     */
    static InService of(
            Loaded loaded,
            List<AlarmTables.Found> orphans,
            AlarmService.Edition edition,
            Instant stopped,
            Database database,
            DeviceRegistry registry,
            Function<Engine, AlarmKeeper> keepers) {
        RegistryDirectory directory = RegistryDirectory.inService(registry);
        Engine engine = loaded.engine(edition, orphans, directory, stopped);
        Set<String> failing = new HashSet<>();
        engine.onFailure((what, failure) -> {
            if (failing.add(what.replaceFirst("@.*", ""))) {
                LOG.error(
                        "alarm={} state=failing others go on, later failures of this rule are not logged",
                        what,
                        failure);
            }
        });
        AlarmKeeper keeper = keepers.apply(engine);
        loaded.alarms().forEach(keeper::loaded);
        DeviceInputs inputs = new DeviceInputs(registry, engine);
        inputs.seed(edition.newest().get());
        QuietPeriods periods = new QuietPeriods(database, engine, loaded.periods());
        return new InService(
                edition.rules(),
                edition.policy(),
                FourEyes.of(edition.policy()),
                directory,
                engine,
                keeper,
                inputs,
                periods);
    }

    /** Lets the engine's time pass until now, never backwards. */
    void advance(Clock clock) {
        engine.advance(Math.max(engine.now(), clock.millis()));
    }

    /** Keeps what the engine said; completes with the alarms that changed. */
    Future<List<Alarm>> keep(Instant now, boolean alive) {
        keeper.add(engine.drain());
        return keeper.keep(now, alive);
    }
}
