package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of an {@link AlarmService} that go on from what the database has. Shared with nobody, so any thread may make them. */
record Restored(
        RegistryDirectory directory, Engine engine, AlarmKeeper keeper, DeviceInputs inputs, QuietPeriods periods) {
    private static final Logger LOG = LoggerFactory.getLogger(Restored.class);

    /**
     * An engine under an edition's rules, as it stood at a time, that knows the edition's newest readings.
     *
     * @param keepers a keeper for that engine
     */
    static Restored of(
            Loaded loaded,
            AlarmService.Edition edition,
            Instant stopped,
            Database database,
            DeviceRegistry registry,
            Function<Engine, AlarmKeeper> keepers) {
        RegistryDirectory directory = RegistryDirectory.inService(registry);
        Engine engine = loaded.engine(edition, directory, stopped);
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
        return new Restored(directory, engine, keeper, inputs, new QuietPeriods(database, engine, loaded.periods()));
    }
}
