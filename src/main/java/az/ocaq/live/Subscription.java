package az.ocaq.live;

import az.ocaq.alarm.Alarm;
import az.ocaq.device.ServerItself;
import az.ocaq.measurement.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One follower of what changes. Confined to the context of {@link LiveState}. */
public final class Subscription {
    private final LiveFilter filter;
    private final Optional<SettlementState> followed;
    private final Consumer<LiveUpdate> subscriber;
    private final Consumer<Subscription> onCancel;
    private boolean cancelled;

    Subscription(
            LiveFilter filter,
            Optional<SettlementState> followed,
            Consumer<LiveUpdate> subscriber,
            Consumer<Subscription> onCancel) {
        this.filter = filter;
        this.followed = followed;
        this.subscriber = subscriber;
        this.onCancel = onCancel;
        followed.ifPresent(it -> it.subscribers++);
    }

    /** Ends it; a second call does nothing. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            followed.ifPresent(it -> it.subscribers--);
            onCancel.accept(this);
        }
    }

    void tell(List<DeviceStatus> devices, List<Alarm> alarms) {
        List<Reading> readings = followed.map(it -> it.changes(filter.site())).orElse(List.of());
        LiveUpdate update = new LiveUpdate(
                readings,
                devices.stream()
                        .filter(it ->
                                follows(it.device().settlement(), it.device().site()))
                        .toList(),
                alarms.stream()
                        .filter(it -> filter.follows(it.device().settlement()) || ServerItself.is(it.device()))
                        .toList());
        if (!update.isEmpty()) {
            subscriber.accept(update);
        }
    }

    private boolean follows(String settlement, String site) {
        return filter.follows(settlement) && filter.site().stream().allMatch(it -> it.equals(site));
    }
}
