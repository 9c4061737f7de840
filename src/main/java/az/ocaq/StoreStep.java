package az.ocaq;

import az.ocaq.decode.Decoded;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.Refusal;
import az.ocaq.store.RefusedException;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes a batch to the time-series store. A reading that the store refuses for good costs itself alone. */
final class StoreStep {
    private final TimeSeriesStore store;
    private final Quarantine quarantine;

    StoreStep(TimeSeriesStore store, Quarantine quarantine) {
        this.store = store;
        this.quarantine = quarantine;
    }

    Future<Void> keep(Batch batch) {
        if (batch.readings().isEmpty()) {
            return Future.succeededFuture();
        }
        return store.append(batch.readings()).recover(failure -> {
            if (failure instanceof RefusedException refused) {
                refused.refusals().forEach(it -> quarantine(it, batch));
                return Future.succeededFuture();
            }
            return Future.failedFuture(failure);
        });
    }

    /** As the message of the native convention that says the same, so that it can be replayed. */
    private void quarantine(Refusal refusal, Batch batch) {
        Reading reading = refusal.reading();
        String payload = "{\"ts\":" + reading.time().toEpochMilli() + ",\""
                + reading.series().metric().name() + "\":" + reading.value() + "}";
        Message message = new Message(
                "village/" + reading.series().device() + "/telemetry",
                payload.getBytes(StandardCharsets.UTF_8),
                batch.newestArrival(),
                false);
        quarantine.add(
                message,
                "store",
                new Decoded.Rejected(
                        Optional.of(reading.series().device()), Decoded.Reason.REFUSED_BY_STORE, refusal.reason()));
    }
}
