package az.ocaq.energy;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Power flows at one moment, in watts; absent where nothing reports.
 *
 * @param time of the newest value among them
 * @param solar produced
 * @param wind produced
 * @param hydro produced
 * @param battery positive when charging
 * @param grid positive when drawn from the public grid
 * @param consumption what is used
 * @param homesReporting homes whose meter reports
 */
public record EnergyNow(
        Optional<Instant> time,
        OptionalDouble solar,
        OptionalDouble wind,
        OptionalDouble hydro,
        OptionalDouble battery,
        OptionalDouble grid,
        OptionalDouble consumption,
        int homesReporting) {}
