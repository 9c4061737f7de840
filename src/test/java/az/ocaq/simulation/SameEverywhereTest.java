package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.Fleets;
import az.ocaq.simulation.fault.FaultRates;
import az.ocaq.simulation.fault.FaultSchedule;
import az.ocaq.simulation.physics.SunPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.e175.klaus.solarpositioning.Grena3;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed gives the same data, however Java runs, whoever is near and wherever the machine stands. */
final class SameEverywhereTest {
    private static final Instant FROM = Instant.parse("2026-01-05T06:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofHours(14));

    @Test
    void messages_interpretedAndInAnotherPlace_areTheSameBitForBit() throws Exception {
        String here = hash();
        Path out = Files.createTempFile("hash", ".txt");

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-Duser.language=tr",
                        "-Duser.timezone=America/New_York",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SameEverywhereTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(other.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(out).strip()).endsWith(here);
        Files.delete(out);
    }

    /** The very bytes of an earlier version: who changes a model on purpose changes the digest with it. */
    @Test
    void messages_ofAnHour_areThoseOfEarlierVersions() throws Exception {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of("aghali"), types, problems);
        Instant noon = Instant.parse("2026-01-10T08:00:00Z");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");

        new Simulation(fleet, types, 1).messages(noon, noon.plusSeconds(3600), Duration.ofMinutes(1), message -> {
            digest.update(message.topic().getBytes(StandardCharsets.UTF_8));
            digest.update(message.payload());
        });

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("309b679f911f95b9209f300e7b4ef3815fd66ab10ae53447f379e4fe0e0d50c0");
    }

    /** The other virtual machine of the test. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(hash());
    }

    private static String hash() throws Exception {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), List.of("shusha", "examples"), types, problems);
        FaultRates rates = new FaultRates(Map.of("stuck", 50.0, "spike", 20.0, "offline", 50.0));
        FaultSchedule faults = new FaultSchedule(rates.draw(fleet, types, 9, FROM.minus(Duration.ofDays(4)), TO));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new Simulation(fleet, types, 9, faults).messages(FROM, TO, Duration.ofMinutes(10), message -> {
            digest.update(message.topic().getBytes(StandardCharsets.UTF_8));
            digest.update(message.payload());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void messages_withANewNeighbourSomewhere_areTheSame(@TempDir Path folder) throws Exception {
        String shusha = Files.readString(Path.of("devices/fleets/shusha.yaml"));
        Files.writeString(folder.resolve("shusha.yaml"), shusha + """
                  newcomer:
                    kind: weather_station
                    title: {az: a, ru: a, en: a}
                    devices:
                      station: weather_station
                """);

        List<String> before = messages(List.of("shusha"));
        List<String> after = messages(List.of(folder.toString()));

        assertThat(after.size()).isGreaterThan(before.size());
        assertThat(after.stream().filter(it -> !it.contains("/newcomer/"))).containsExactlyElementsOf(before);
    }

    private static List<String> messages(List<String> fleets) {
        Problems problems = new Problems();
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        Fleet fleet = Fleets.load(Path.of("devices"), fleets, types, problems);
        assertThat(problems.all()).isEmpty();
        List<String> messages = new ArrayList<>();
        new Simulation(fleet, types, 9)
                .messages(
                        FROM,
                        TO,
                        Duration.ofMinutes(10),
                        it -> messages.add(it.topic() + new String(it.payload(), StandardCharsets.UTF_8)));
        return messages;
    }

    @Test
    void sun_throughAYear_standsWhereTheLibraryOfItsAuthorSays() {
        Stream.iterate(FROM, it -> it.plusSeconds(37 * 3600 + 411)).limit(300).forEach(time -> {
            var expected = Grena3.calculateSolarPosition(time.atZone(ZoneOffset.UTC), 39.18, 46.759, 72, 980, 15);
            SunPosition sun = SunPosition.at(time, 39.18, 46.759, 980, 15);

            assertThat(Math.toDegrees(sun.zenith())).isCloseTo(expected.zenithAngle(), Offset.offset(1e-3));
            double turned = Math.toDegrees(sun.azimuth()) - expected.azimuth();
            assertThat(Math.abs(Math.IEEEremainder(turned, 360))).isLessThan(1e-3);
        });
    }
}
