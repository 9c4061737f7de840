package az.ocaq.live;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.web.MovableClock;
import az.ocaq.web.SampleVillage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LiveStateTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final DeviceId METER =
            DeviceId.parse("aghali/home-001/meter").orElseThrow();

    private final MovableClock clock = new MovableClock(NOW);
    private final LiveState live = new LiveState(SampleVillage.registry(), clock);

    private void arrive(String series, Instant time, double value) {
        live.readings(List.of(SampleVillage.reading(series, time, value)));
    }

    @Test
    void latest_lateReading_doesNotGoBack() {
        arrive("aghali/home-001/meter/active_power", NOW, 700);
        arrive("aghali/home-001/meter/active_power", NOW.minusSeconds(60), 100);

        assertThat(live.latest(METER)).extracting(Reading::value).containsExactly(700.0);
        assertThat(live.energy("aghali").consumption()).isEqualTo(OptionalDouble.of(700));
    }

    @Test
    void latest_sameTimeAgain_takesTheNewValue() {
        arrive("aghali/home-001/meter/active_power", NOW, 700);
        arrive("aghali/home-001/meter/active_power", NOW, 710);

        assertThat(live.latest(METER)).extracting(Reading::value).containsExactly(710.0);
    }

    @Test
    void status_silenceOfMoreThanThreeIntervals_isOffline() {
        arrive("aghali/home-001/meter/active_power", NOW, 700);

        clock.advance(Duration.ofSeconds(30));
        live.sweep();
        Status atTheEdge = live.status(METER).status();
        clock.advance(Duration.ofMillis(1));
        live.sweep();

        assertThat(atTheEdge).isEqualTo(Status.ONLINE);
        assertThat(live.status(METER).status()).isEqualTo(Status.OFFLINE);
        assertThat(live.offline("aghali")).isEqualTo(1);
        assertThat(live.energy("aghali").consumption()).isEmpty();
    }

    @Test
    void status_oldBacklogArrives_deviceIsThere() {
        arrive("aghali/home-001/meter/active_power", NOW.minus(Duration.ofDays(2)), 700);

        assertThat(live.status(METER).status()).isEqualTo(Status.ONLINE);
        assertThat(live.status(METER).lastSeen()).contains(NOW);
    }

    @Test
    void status_lastWill_isOfflineUntilItSpeaksAgain() {
        arrive("aghali/home-001/meter/active_power", NOW, 700);

        live.status(METER, false, NOW);
        assertThat(live.status(METER).status()).isEqualTo(Status.OFFLINE);
        assertThat(live.energy("aghali").homesReporting()).isZero();

        arrive("aghali/home-001/meter/active_power", NOW.plusSeconds(10), 650);
        assertThat(live.status(METER).status()).isEqualTo(Status.ONLINE);
        assertThat(live.energy("aghali").consumption()).isEqualTo(OptionalDouble.of(650));
        assertThat(live.offline("aghali")).isZero();
    }

    @Test
    void restore_afterARestart_knowsWhoIsSilent() {
        live.restore(List.of(
                SampleVillage.reading("aghali/home-001/meter/active_power", NOW.minusSeconds(5), 1),
                SampleVillage.reading("aghali/home-002/meter/active_power", NOW.minusSeconds(500), 2)));

        assertThat(live.status(METER).status()).isEqualTo(Status.ONLINE);
        assertThat(live.offline("aghali")).isEqualTo(1);
        assertThat(live.energy("aghali").consumption()).isEqualTo(OptionalDouble.of(1));
    }

    @Test
    void energy_homeThatFeedsIn_consumesWhatItMakesAndDoesNotFeedIn() {
        arrive("aghali/home-001/meter/active_power", NOW, -800);
        arrive("aghali/home-001/pv/active_power", NOW, 3_000);

        assertThat(live.energy("aghali", "home-001").consumption()).isEqualTo(OptionalDouble.of(2_200));
        assertThat(live.energy("aghali", "home-001").grid()).isEqualTo(OptionalDouble.of(-800));
        assertThat(live.energy("aghali").solar()).isEqualTo(OptionalDouble.of(3_000));
        assertThat(live.energy("aghali").wind()).isEmpty();
    }

    @Test
    void supply_homeWithoutVoltage_isCounted() {
        arrive("aghali/home-001/meter/voltage_l1", NOW, 231);
        assertThat(live.homesWithoutSupply("aghali")).isZero();

        arrive("aghali/home-001/meter/voltage_l1", NOW.plusSeconds(1), 0);
        assertThat(live.homesWithoutSupply("aghali")).isEqualTo(1);

        arrive("aghali/home-001/meter/voltage_l1", NOW.plusSeconds(2), 229);
        assertThat(live.homesWithoutSupply("aghali")).isZero();
    }

    @Test
    void supply_feederDeadAndMetersSilent_countsTheHomesItFeeds() {
        arrive("aghali/home-001/meter/voltage_l1", NOW, 231);
        arrive("aghali/home-002/meter/voltage_l1", NOW, 231);
        clock.advance(Duration.ofMinutes(1));
        live.sweep();
        assertThat(live.homesWithoutSupply("aghali")).isZero();

        arrive("aghali/feeder-1/meter/voltage_l1", NOW.plusSeconds(60), 0);

        assertThat(live.homesWithoutSupply("aghali")).isEqualTo(2);
    }

    @Test
    void subscriber_manyReadings_getsTheNewestOfEachSeriesOnce() {
        List<LiveUpdate> updates = new ArrayList<>();
        Subscription subscription =
                live.subscribe(new LiveFilter(Set.of("aghali"), Optional.of("aghali"), Optional.empty()), updates::add);

        for (int i = 0; i < 50; i++) {
            arrive("aghali/home-001/meter/active_power", NOW.plusMillis(i), i);
        }
        live.tick();
        live.tick();
        subscription.cancel();
        arrive("aghali/home-001/meter/active_power", NOW.plusSeconds(9), 9);
        live.tick();

        assertThat(updates).hasSize(1);
        assertThat(updates.get(0).readings()).extracting(Reading::value).containsExactly(49.0);
        assertThat(live.subscribers()).isZero();
    }

    @Test
    void unregistered_tooManyDevices_areRefusedAndCounted() {
        for (int i = 0; i < 20_100; i++) {
            arrive("inbox/unknown/d" + i + "/active_power", NOW, i);
        }

        assertThat(live.unregistered()).hasSize(20_000);
        assertThat(live.refused()).isEqualTo(100);
    }
}
