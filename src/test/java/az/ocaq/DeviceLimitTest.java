package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.DeviceLimit.Verdict;
import az.ocaq.alarm.Diagnosis;
import az.ocaq.decode.Decoded;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeviceLimitTest {
    private static final Instant NOON = Instant.parse("2026-06-01T08:00:00Z");
    private static final DeviceId METER = new DeviceId("aghali", "home-001", "meter");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeviceLimit limit = new DeviceLimit(new DeviceLimit.Allowance(10, 1_000), meters);

    @Test
    void judge_withinTheRate_isTakenForEver() {
        for (int second = 0; second < 20_000; second += 10) {
            assertThat(send(METER, 80, NOON.plusSeconds(second), NOON.plusSeconds(second)))
                    .isEqualTo(Verdict.TAKEN);
        }
    }

    @Test
    void judge_flood_getsTheBurstAndThenTheRate() {
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            Instant arrival = NOON.plusMillis(i);
            taken += send(METER, 1, arrival, arrival) == Verdict.TAKEN ? 1 : 0;
        }

        assertThat(taken).isBetween(1_990, 2_010); // 1,000 at once and 10 per second for 100 s
    }

    @Test
    void judge_flood_leavesOthersAlone() {
        flood(METER);

        assertThat(send(new DeviceId("aghali", "home-002", "meter"), 8, NOON, NOON))
                .isEqualTo(Verdict.TAKEN);
    }

    @Test
    void judge_backlogOfMonthsInOrder_allAtOnce_isTakenWhole() {
        for (int minute = 0; minute < 60 * 24 * 60; minute++) {
            Instant time = NOON.minus(Duration.ofDays(60)).plus(Duration.ofMinutes(minute));
            assertThat(send(METER, 8, time, NOON)).isEqualTo(Verdict.TAKEN);
        }
    }

    @Test
    void judge_backlogInAnyOrder_livesOnTheBurst() {
        List<Integer> minutes = new ArrayList<>(IntStream.range(0, 124).boxed().toList());
        Collections.shuffle(minutes, new Random(7));

        for (int minute : minutes) {
            assertThat(send(METER, 8, NOON.minus(Duration.ofMinutes(minute)), NOON))
                    .isEqualTo(Verdict.TAKEN);
        }
    }

    @Test
    void judge_oneLargeMessage_isTakenWhole_andPaidForLater() {
        assertThat(send(METER, 5_000, NOON, NOON)).isEqualTo(Verdict.TAKEN);

        assertThat(send(METER, 1, NOON.plusSeconds(399), NOON.plusSeconds(399))).isEqualTo(Verdict.FIRST_REFUSED);
        assertThat(send(METER, 1, NOON.plusSeconds(401), NOON.plusSeconds(401))).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void judge_floodWithTimesOfTheFuture_gainsNothing() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            taken += send(METER, 1, NOON.plus(Duration.ofDays(i)), NOON) == Verdict.TAKEN ? 1 : 0;
        }

        assertThat(taken).isEqualTo(1_000);
    }

    @Test
    void judge_serversClockJumpsBack_costsNothing() {
        assertThat(send(METER, 900, NOON, NOON)).isEqualTo(Verdict.TAKEN);
        Instant before = NOON.minus(Duration.ofHours(1));

        for (int second = 0; second < 600; second += 10) {
            assertThat(send(METER, 80, before.plusSeconds(second), before.plusSeconds(second)))
                    .isEqualTo(Verdict.TAKEN);
        }
    }

    @Test
    void judge_afterReconnect_whatComesAgainIsTaken() {
        flood(METER);

        limit.forget();

        assertThat(send(METER, 1, NOON, NOON)).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void diagnoses_tellTheRefusedSinceTheLastTime_thenZeroOnce() {
        flood(METER);

        assertThat(limit.diagnoses()).containsExactly(new Diagnosis(METER, "ocaq_excess", 1_000, ""));
        assertThat(limit.diagnoses()).containsExactly(new Diagnosis(METER, "ocaq_excess", 0, ""));
        assertThat(limit.diagnoses()).isEmpty();
    }

    @Test
    void counters_ofManyFloodingDevices_areBounded() {
        for (int i = 0; i < 300; i++) {
            flood(new DeviceId("aghali", "home-" + i, "meter"));
        }

        assertThat(meters.find("ocaq.device.excess.messages").counters()).hasSize(101);
        assertThat(meters.get("ocaq.device.excess.messages")
                        .tag("device", "other")
                        .counter()
                        .count())
                .isEqualTo(200_000);
    }

    private void flood(DeviceId device) {
        for (int i = 0; i < 2_000; i++) {
            Verdict unused = send(device, 1, NOON, NOON);
        }
    }

    private Verdict send(DeviceId device, int values, Instant time, Instant arrival) {
        Reading reading = new Reading(new SeriesId(device, Metric.named("active_power")), time, 1, Quality.GOOD);
        return limit.judge(
                new Decoded.Readings(device, Collections.nCopies(values, reading), List.of(), List.of(), List.of()),
                new Message("village/" + device + "/telemetry", new byte[0], arrival, false));
    }
}
