package az.ocaq.alarm.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Alarm scenarios: our own, and further ones in the folder that the property {@code ocaq.shared} names, where there is one. */
final class ScenarioFileTest {
    private static final Path OWN = Path.of("src/test/resources/alarms");
    private static final Path SHARED = Path.of(System.getProperty("ocaq.shared", "../shared"), "alarms");

    @TestFactory
    Stream<DynamicTest> run_ownScenarios_pass() throws IOException {
        return tests(OWN, ScenarioFileTest::nothing);
    }

    @TestFactory
    Stream<DynamicTest> run_sharedScenarios_pass() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "there are no shared scenarios here");
        return tests(SHARED, ScenarioFileTest::nothing);
    }

    @TestFactory
    Stream<DynamicTest> run_testsOfTheDefaultRules_pass() throws IOException {
        return tests(Path.of("config/alarm-tests"), ScenarioFileTest::shipped);
    }

    @Test
    void run_namedRule_isTheInstallationsForDevicesOfItsTypes() {
        String line =
                "{\"id\":\"x\",\"rule\":\"tank_low\",\"devices\":{\"t1\":{\"type\":\"water_tank\"},\"m1\":{\"type\":\"pump\"}},"
                        + "\"inputs\":[{\"t\":\"PT1M\",\"every\":\"PT5M\",\"values\":[15,15],\"device\":\"t1\",\"metric\":\"tank_level\"},"
                        + "{\"t\":\"PT1M\",\"every\":\"PT5M\",\"values\":[15,15],\"device\":\"m1\",\"metric\":\"tank_level\"}],"
                        + "\"expected\":[],\"until\":\"PT10M\"}";

        assertThat(ScenarioFile.run(line, "x", ScenarioFileTest::shipped).differences())
                .containsExactly("unexpected PT4M tank_low@t1 NORM>UNACK event_t=PT4M [crew:raised]");
        assertThat(ScenarioFile.run(line, "x", ScenarioFileTest::nothing).differences())
                .singleElement()
                .asString()
                .contains("there is no rule 'tank_low' among those of the installation");
    }

    @Test
    void run_namedRule_isForTypesThatListItToo() {
        String line =
                "{\"id\":\"x\",\"rule\":\"device_offline\",\"devices\":{\"c1\":{\"type\":\"goe_charger\"},\"m1\":{\"type\":\"household_meter\"}},"
                        + "\"inputs\":[{\"t\":\"PT0S\",\"event\":\"heartbeat\",\"device\":\"c1\"},{\"t\":\"PT0S\",\"event\":\"heartbeat\",\"device\":\"m1\"}],"
                        + "\"expected\":[],\"until\":\"PT1H\"}";

        assertThat(ScenarioFile.run(line, "x", ScenarioFileTest::shipped).differences())
                .isNotEmpty()
                .allMatch(it -> it.contains("device_offline@c1"));
    }

    @Test
    void run_wrongExpectation_saysWhatDiffers() {
        ScenarioFile.Result result = ScenarioFile.run(threshold("\"PT2M\""), "x", ScenarioFileTest::nothing);

        assertThat(result.passed()).isFalse();
        assertThat(result.differences())
                .containsExactly(
                        "missing    PT2M T@m1 NORM>UNACK [crew:raised]",
                        "unexpected PT1M T@m1 NORM>UNACK event_t=PT1M [crew:raised]");
    }

    @Test
    void run_rightExpectation_passes() {
        assertThat(ScenarioFile.run(threshold("\"PT1M\""), "x", ScenarioFileTest::nothing)
                        .differences())
                .isEmpty();
    }

    @Test
    void run_unusableLines_sayWhy() {
        assertThat(differences("{")).contains("not JSON");
        assertThat(differences("{\"id\":\"a\",\"surprise\":1}"))
                .contains("unknown key surprise in the scenario; known are ");
        assertThat(differences(threshold("\"PT1M\"").replace("\"value\"", "\"valeu\"")))
                .contains("number 1 of inputs: unknown key valeu in an input");
        assertThat(differences(threshold("\"PT1M\"").replace("\"notify\"", "\"told\"")))
                .contains("number 1 of expected: unknown key told in an expectation");
        assertThat(differences(threshold("\"PT1M\"").replace("\"op\"", "\"opp\"")))
                .contains("opp");
        assertThat(differences("{\"id\":\"a\",\"rule\":{\"id\":\"T\",\"kind\":\"magic\"},\"until\":\"PT1M\"}"))
                .contains("'magic' must be one of");
        assertThat(differences(threshold("\"soon\""))).contains("'soon' is not a duration");
        assertThat(differences("{\"id\":\"a\",\"rule\":{\"kind\":\"set\",\"rules\":[]},\"until\":\"-PT1M\"}"))
                .contains("until must not be before the start");
    }

    @Test
    void run_file_saysWhereAScenarioIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.jsonl"), "\n{\n" + threshold("\"PT2M\"") + "\n");

        List<ScenarioFile.Result> results = ScenarioFile.run(file, ScenarioFileTest::nothing);

        assertThat(results).extracting(ScenarioFile.Result::id).containsExactly(file + ":2", "x");
        assertThat(results).extracting(ScenarioFile.Result::place).containsExactly(file + ":2", file + ":3");
    }

    @Test
    void run_markOfByteOrderAndRemarks_areLeftOut(@TempDir Path folder) throws IOException {
        String line = threshold("\"PT1M\"");
        Path file = Files.writeString(
                folder.resolve("a.jsonl"), "\uFEFF" + line + "\r\n# more\r\n // yet\r\n\r\n" + line + "\r\n");

        assertThat(ScenarioFile.run(file, ScenarioFileTest::nothing))
                .hasSize(2)
                .allMatch(ScenarioFile.Result::passed)
                .last()
                .extracting(ScenarioFile.Result::place)
                .isEqualTo(file + ":5");
    }

    @Test
    void run_whatFillsTheMemoryOrIsNoText_isRefused(@TempDir Path folder) throws IOException {
        String line = threshold("\"PT1M\"");
        assertThat(differences(line.replace(
                        "\"value\":2", "\"value\":2,\"repeat\":{\"every\":\"PT1S\",\"count\":2000000000}")))
                .contains("number 1 of inputs: more than 2000000 inputs");
        assertThat(differences(line.replace("\"t\":\"PT1M\",\"device\"", "\"t\":\"P99999999999999D\",\"device\"")))
                .contains("is not a duration");
        assertThat(differences(line.replace("\"id\":\"x\"", "\"id\":\"x\",\"t0\":\"2026-03-02T00:00:00\"")))
                .contains("t0: '2026-03-02T00:00:00' is not a time with its offset");
        Path file = Files.write(folder.resolve("a.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe, 'x'});
        assertThatThrownBy(() -> ScenarioFile.run(file, ScenarioFileTest::nothing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void run_keysWithoutAValue_areAsIfNotThere() {
        String line = threshold("\"PT1M\"")
                .replace("\"value\":2", "\"value\":2,\"arrival\":null,\"unit\":null")
                .replace("\"id\":\"x\"", "\"id\":\"x\",\"policy\":null,\"devices\":null,\"tolerance\":null");

        assertThat(differences(line)).isEmpty();
    }

    private static Installed nothing() {
        return Installed.NOTHING;
    }

    private static Installed shipped() {
        Problems problems = new Problems();
        Rules rules = Rules.read(Path.of("config/alarms"), problems);
        DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);
        problems.throwIfAny();
        return new Installed(rules, List.copyOf(types.all()));
    }

    private static String differences(String line) {
        return String.join(
                "\n",
                ScenarioFile.run(line, "line 1", ScenarioFileTest::nothing).differences());
    }

    private static String threshold(String expected) {
        return "{\"id\":\"x\",\"rule\":{\"id\":\"T\",\"kind\":\"threshold\",\"metric\":\"t\",\"op\":\">\",\"threshold\":1},"
                + "\"inputs\":[{\"t\":\"PT1M\",\"device\":\"m1\",\"metric\":\"t\",\"value\":2}],\"expected\":[{\"t\":"
                + expected
                + ",\"alarm\":\"T@m1\",\"transition\":\"NORM>UNACK\",\"notify\":[\"crew:raised\"]}],\"until\":\"PT5M\"}";
    }

    private static Stream<DynamicTest> tests(Path folder, Supplier<Installed> installed) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(it -> it.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Path file : files) {
            for (ScenarioFile.Result result : ScenarioFile.run(file, installed)) {
                tests.add(DynamicTest.dynamicTest(
                        result.id(), () -> assertThat(result.differences()).isEmpty()));
            }
        }
        return tests.build();
    }
}
