package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The alarms as the database has them, from which an engine goes on. */
record Loaded(List<AlarmTables.Found> alarms, Optional<AlarmTables.EngineRow> engine, List<QuietPeriod> periods) {
    static Loaded read(Handle handle) {
        return new Loaded(AlarmTables.alarms(handle), AlarmTables.engine(handle), QuietPeriodTable.all(handle));
    }

    /** When the server was last seen alive. */
    Optional<Instant> stopped() {
        return engine.map(AlarmTables.EngineRow::aliveAt);
    }

    /** An engine as it stood at a time, under these rules. */
    Engine engine(AlarmService.Edition edition, RegistryDirectory directory, Instant stopped) {
        return Memory.restore(
                edition.rules().all(),
                edition.policy(),
                directory,
                engine.map(AlarmTables.EngineRow::memory).orElse(""),
                alarms.stream().map(AlarmTables.Found::kept).toList(),
                stopped.toEpochMilli());
    }
}
