package az.ocaq;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.Diagnosis;
import az.ocaq.database.Database;
import az.ocaq.device.ServerItself;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.notify.OutboxWorker;
import az.ocaq.notify.TopicNotifier;
import az.ocaq.onboarding.Homes;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms among the other parts: what they start from, who gives them readings and time, and who hears of what changes.
 * On the context of the pipeline, but for {@link #open} and {@link #show}, which block.
 */
final class AlarmStage {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmStage.class);

    /** What it is joined to. */
    record Parts(
            Installation installation,
            Vertx vertx,
            Context context,
            Database database,
            ServerClock time,
            LiveState live,
            Homes homes) {}

    private final Parts parts;
    private final AlarmService service;
    private final List<Consumer<Alarm>> watchers = new ArrayList<>();

    /** With the rules and crews that were read last. */
    private volatile Installation crews;

    private AlarmStage(Parts parts, AlarmService service) {
        this.parts = parts;
        this.service = service;
        this.crews = parts.installation();
    }

    /** What was known when the server stopped. The alarms are prepared while the store is. */
    static AlarmStage open(Parts parts, Future<TimeSeriesStore> store) {
        Future<List<Reading>> newest = store.compose(it -> newest(it, parts.homes()));
        Installation installation = parts.installation();
        AlarmService.Edition edition =
                new AlarmService.Edition(installation.rules(), installation.policy(), () -> Running.await(newest));
        Future<AlarmService> opening = Running.on(
                parts.context(),
                () -> AlarmService.open(
                        parts.vertx(),
                        parts.database(),
                        edition,
                        installation.fleet().registry(),
                        parts.time()));
        LiveState live = parts.live();
        live.restore(Running.await(newest));
        AlarmStage stage = new AlarmStage(parts, Running.await(opening));
        AlarmService alarms = stage.service;
        alarms.standing().forEach(it -> {
            live.alarm(it);
            // no device is over its limit yet, whatever was so before the restart
            alarms.observe(new Diagnosis(it.device(), DeviceLimit.METRIC, 0, ""));
        });
        stage.watchers.add(live::alarm);
        alarms.onAct(stage::changed);
        alarms.onReload(() -> stage.edition(store));
        installation.unwatched().forEach(LOG::warn);
        return stage;
    }

    private static Future<List<Reading>> newest(TimeSeriesStore store, Homes homes) {
        return store.latest()
                .map(all -> all.stream()
                        .filter(it -> !homes.isLeft(it.series().device()))
                        .toList());
    }

    /** Rules and crews as their files are now. */
    private Future<AlarmService.Edition> edition(Future<TimeSeriesStore> store) {
        return parts.vertx()
                .executeBlocking(parts.installation()::alarmsAgain, false)
                .recover(failure -> Future.failedFuture(new IllegalArgumentException(failure.getMessage(), failure)))
                .onSuccess(again -> {
                    crews = again;
                    again.unwatched().forEach(LOG::warn);
                })
                .compose(again -> store.compose(TimeSeriesStore::latest)
                        .map(newest -> new AlarmService.Edition(again.rules(), again.policy(), () -> newest)));
    }

    AlarmService service() {
        return service;
    }

    /** Judges what a batch says, and notes with it what changed. */
    Future<Void> evaluate(Batch batch) {
        List<AlarmService.Presence> presences = batch.presences().stream()
                .map(it -> new AlarmService.Presence(it.device(), it.online(), it.powerLost(), it.retained()))
                .toList();
        return service.apply(batch.readings(), presences, parts.time().instant())
                .onSuccess(batch::changed)
                .mapEmpty();
    }

    /** Lets time pass. */
    void tick() {
        followJump();
        var unused = service.tick()
                .onSuccess(changed -> changed.forEach(this::changed))
                .onFailure(failure -> LOG.debug("alarms cannot be kept now, tried again with the next tick", failure));
    }

    /** The machine's clock was set forward: nobody has been silent for that time. */
    private void followJump() {
        parts.time().takeJump().ifPresent(jump -> {
            LOG.warn("the machine's clock was set forward from={} to={}", jump.from(), jump.to());
            service.jumped(jump.from(), jump.to());
            parts.live().jumped(Duration.between(jump.from(), jump.to()));
        });
    }

    /** Tells whoever follows alarms. */
    void changed(Alarm alarm) {
        watchers.forEach(it -> it.accept(alarm));
    }

    /** Takes what the server found out about itself. */
    void observe(Stream<Diagnosis> found) {
        found.forEach(service::observe);
        service.observe(ServerHealth.toBeReviewed(service.quietPeriods().stream()
                .filter(it -> it.isToBeReviewed(parts.time().instant()))
                .count()));
    }

    /** Who sends too much: a registered device has an alarm of its own, those that nobody knows are one of the server's. */
    void observe(DeviceLimit limit) {
        double ofStrangers = 0;
        for (Diagnosis diagnosis : limit.diagnoses().toList()) {
            Diagnosis found = diagnosis.at(parts.homes().of(diagnosis.device()));
            if (parts.installation().fleet().registry().device(found.device()).isPresent()) {
                service.observe(found);
            } else {
                ofStrangers += found.value();
            }
        }
        service.observe(new Diagnosis(ServerItself.ID, DeviceLimit.OF_STRANGERS, ofStrangers, ""));
    }

    /** Who could be told of an alarm by no way that works. */
    void lookWhoIsReached(OutboxWorker worker) {
        int findings = crews.unreachable(parts.time().instant()).size();
        // without the database it is known later; what the files say is known now
        var unused = worker.unreached()
                .otherwise(0L)
                .onSuccess(lost -> service.observe(ServerHealth.unreachable(findings + Math.toIntExact(lost))));
    }

    /** Keeps the retained messages of alarms as the alarms are, also at a broker that has forgotten them. */
    void show(TopicNotifier topics, MqttPublisher publisher) {
        Consumer<Alarm> shown = alarm -> {
            var unused = topics.show(alarm)
                    .onFailure(failure -> LOG.debug("alarm={} is not on its topic", alarm.id(), failure));
        };
        var unused = Running.awaitOn(parts.context(), () -> {
            watchers.add(shown);
            return Future.succeededFuture();
        });
        publisher.onUp(() -> parts.context()
                .runOnContext(up -> topics.show(service.standing())
                        .onFailure(failure -> LOG.debug("alarms are not on their topics", failure))));
    }
}
