package az.ocaq.simulation.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import net.e175.klaus.solarpositioning.Grena3;
import net.e175.klaus.solarpositioning.SPA;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expected values by outside authors, read from a folder that is not part of the project; skipped without it. */
final class VectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("ocaq.shared", "../shared"), "simulation", "vectors");

    @BeforeEach
    void vectorsAreThere() {
        assumeThat(VECTORS).exists();
    }

    @Test
    void solarPosition_exampleOfNrel_isReproduced() throws IOException {
        JsonNode example = json("solar_position.json").get("nrel_spa_example");
        ZonedDateTime time =
                OffsetDateTime.parse(example.get("local_time").asText()).toZonedDateTime();
        double latitude = example.get("latitude").asDouble();
        double longitude = example.get("longitude").asDouble();

        var spa = SPA.calculateSolarPosition(time, latitude, longitude, 1830.14, 67, 820, 11);
        var fast = Grena3.calculateSolarPosition(time, latitude, longitude, 67, 820, 11);

        double zenith = example.at("/expect/apparent_zenith").asDouble();
        assertThat(spa.zenithAngle()).isCloseTo(zenith, within(0.0003));
        assertThat(fast.zenithAngle()).isCloseTo(zenith, within(0.01));
        assertThat(fast.azimuth()).isCloseTo(example.at("/expect/azimuth").asDouble(), within(0.01));
    }

    @Test
    void haurwitz_cases_areReproduced() throws IOException {
        for (JsonNode vector : json("clearsky.json").at("/haurwitz/cases")) {
            double cosine =
                    Math.sin(Math.toRadians(vector.get("apparent_elevation").asDouble()));
            double expected = vector.get("ghi").asDouble();

            assertThat(Irradiance.haurwitz(cosine)).isCloseTo(expected, within(1e-6 * expected + 1e-9));
        }
    }

    @Test
    void ineichen_cases_areReproduced() throws IOException {
        for (JsonNode vector : json("clearsky.json").at("/ineichen/cases")) {
            double zenith = vector.get("apparent_zenith").asDouble();
            double mass = vector.get("airmass_absolute").asDouble();
            double cosine = Math.cos(Math.toRadians(zenith));
            double global = Irradiance.ineichenGlobal(cosine, mass, 3, 0, 1364);
            double direct = Irradiance.ineichenDirect(cosine, mass, 3, 0, 1364);

            assertThat(global).isCloseTo(vector.get("ghi").asDouble(), withinPercentage(0.01));
            assertThat(direct).isCloseTo(vector.get("dni").asDouble(), withinPercentage(0.01));
        }
    }

    @Test
    void erbs_cases_areReproduced() throws IOException {
        for (JsonNode vector : json("decomposition_transposition.json").get("erbs")) {
            double cosine = Math.cos(Math.toRadians(vector.get("zenith").asDouble()));
            double day = LocalDate.parse(vector.get("date").asText()).getDayOfYear();
            double diffuse = Irradiance.erbsDiffuse(
                    vector.get("ghi").asDouble(), cosine, Irradiance.extraterrestrial((int) day));

            assertThat(diffuse).isCloseTo(vector.get("dhi").asDouble(), within(1.0));
        }
    }

    @Test
    void hayDavies_cases_areReproduced() throws IOException {
        JsonNode vectors = json("decomposition_transposition.json");
        double extraterrestrial = vectors.at("/transposition_inputs/dni_extra").asDouble();
        double tilt = Math.toRadians(40);
        for (JsonNode input : vectors.at("/transposition_inputs/inputs")) {
            double zenith = Math.toRadians(input.get("apparent_zenith").asDouble());
            double azimuth = Math.toRadians(input.get("azimuth").asDouble() - 180);
            double incidence =
                    Math.cos(zenith) * Math.cos(tilt) + Math.sin(zenith) * Math.sin(tilt) * Math.cos(azimuth);
            Irradiance.Sky sky = new Irradiance.Sky(
                    input.get("ghi").asDouble(),
                    input.get("dni").asDouble(),
                    input.get("dhi").asDouble(),
                    extraterrestrial);
            double expected = vectors.get("haydavies_sky_diffuse")
                    .get(input.get("i").asInt())
                    .asDouble();

            assertThat(Irradiance.hayDavies(sky, Math.cos(tilt), incidence, Math.cos(zenith)))
                    .isCloseTo(expected, within(0.01));
        }
    }

    @Test
    void photovoltaics_cases_areReproduced() throws IOException {
        for (JsonNode vector : json("cell_temperature.json").get("faiman")) {
            assertThat(Photovoltaics.faiman(
                            vector.get("poa").asDouble(),
                            vector.get("air").asDouble(),
                            vector.get("wind").asDouble()))
                    .isCloseTo(vector.get("expect").asDouble(), within(0.001));
        }
        JsonNode watts = json("pvwatts.json");
        for (JsonNode vector : watts.at("/inverter/cases")) {
            assertThat(Photovoltaics.inverter(
                            vector.get("pdc").asDouble(),
                            vector.get("pdc0").asDouble(),
                            vector.get("eta_nom").asDouble()))
                    .isCloseTo(vector.get("pac").asDouble(), within(1e-9));
        }
        assertThat(Photovoltaics.direct(900, 30, 100, -0.003)).isCloseTo(88.65, within(1e-9));
        assertThat(100 * Photovoltaics.SYSTEM_LOSSES)
                .isCloseTo(watts.get("losses_default_pct").asDouble(), within(1e-9));
    }

    @Test
    void wholeChain_ofFourSites_isThatOfPvlib() throws IOException {
        List<String> rows = Files.readAllLines(VECTORS.resolve("local_pv_reference_pvlib.csv"));
        List<Double> errors = new ArrayList<>();
        for (String row : rows.subList(2, rows.size())) {
            String[] cell = row.split(",", -1);
            double zenith = Double.parseDouble(cell[5]);
            double expected = Double.parseDouble(cell[15]);
            if (zenith < 85) {
                errors.add(Math.abs(chain(cell, zenith) - expected));
            }
        }

        assertThat(errors).hasSizeGreaterThan(40).allMatch(error -> error < 0.05);
    }

    private static double chain(String[] cell, double zenith) {
        double altitude = Double.parseDouble(cell[3]);
        double extraterrestrial =
                Irradiance.extraterrestrial(OffsetDateTime.parse(cell[4]).getDayOfYear());
        double mass = Irradiance.airMass(zenith) * Irradiance.pressure(altitude) / 101325;
        double cosine = Math.cos(Math.toRadians(zenith));
        double azimuth = Math.toRadians(Double.parseDouble(cell[6]) - 180);
        double tilt = Math.toRadians(30);
        double global = Irradiance.ineichenGlobal(cosine, mass, 3, altitude, extraterrestrial);
        double direct = Irradiance.ineichenDirect(cosine, mass, 3, altitude, extraterrestrial);
        double incidence =
                cosine * Math.cos(tilt) + Math.sin(Math.toRadians(zenith)) * Math.sin(tilt) * Math.cos(azimuth);
        Irradiance.Sky sky = new Irradiance.Sky(global, direct, global - direct * cosine, extraterrestrial);
        double plane = direct * Math.max(0, incidence)
                + Irradiance.hayDavies(sky, Math.cos(tilt), incidence, cosine)
                + Irradiance.groundDiffuse(global, 0.2, Math.cos(tilt));
        double dc = Photovoltaics.direct(plane, Photovoltaics.faiman(plane, 20, 2), 5000, -0.0035)
                * (1 - Photovoltaics.SYSTEM_LOSSES);
        return Photovoltaics.inverter(dc, 5000 / 0.96, 0.96);
    }

    @Test
    void transformer_stepOfLoad_isReproduced() throws IOException {
        JsonNode vector = json("transformer_thermal.json").get("distribution_step");
        TransformerHeat heat = new TransformerHeat(60, 20, 23, 1.1, 5, 180);
        double oil = 20;
        double rise = 0;
        for (int i = 1; i < vector.get("load_a").size(); i++) {
            double load = vector.get("load_a").get(i).asDouble() / 1500;
            oil = heat.oilAfter(oil, 20, load, 180);
            rise = heat.riseAfter(rise, load, 180);

            assertThat(oil).isCloseTo(vector.get("top_oil").get(i).asDouble(), within(1e-6));
            assertThat(oil + rise).isCloseTo(vector.get("hot_spot").get(i).asDouble(), within(1e-6));
        }
        assertThat(TransformerHeat.ageing(98)).isCloseTo(1, within(1e-9));
        assertThat(TransformerHeat.ageing(100)).isCloseTo(1.26, within(0.0126));
    }

    @Test
    void machines_cases_areReproduced() throws IOException {
        JsonNode hydro = json("hydro_archimedes_aghali.json");
        assertThat(Machines.hydro(7, hydro.at("/derived/head_m").asDouble(), Machines.screwEfficiency(1)) / 1000)
                .isCloseTo(212, within(0.2));
        JsonNode leak = json("leak_orifice.json").get("case");
        assertThat(Machines.leak(
                        leak.get("d_m").asDouble(), leak.get("implied_head_m").asDouble()))
                .isCloseTo(leak.get("q_m3h").asDouble(), within(0.02));
        List<String> curve = Files.readAllLines(VECTORS.resolve("turbine_curve_DW100_100kW_27.6m.csv"));
        for (String row : curve.subList(2, curve.size())) {
            String[] cell = row.split(",", -1);
            double speed = Double.parseDouble(cell[0]);
            assertThat(100 * Machines.wind(speed, 1.225))
                    .as("at %s m/s", cell[0])
                    .isCloseTo(Double.parseDouble(cell[1]), within(1e-9));
        }
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(VECTORS.resolve(name).toFile());
    }
}
