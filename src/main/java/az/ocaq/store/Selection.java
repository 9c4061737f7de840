package az.ocaq.store;

import az.ocaq.measurement.DeviceId;
import java.util.Optional;

/** What a scan takes: an absent part takes everything. */
public record Selection(Optional<String> settlement, Optional<DeviceId> device, Optional<String> metric) {}
