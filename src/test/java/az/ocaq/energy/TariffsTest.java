package az.ocaq.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TariffsTest {
    private final Tariffs tariffs = Tariffs.read(Path.of("config/tariffs.yaml"));

    /** The bills of the published tariff of 2025, in qepik. */
    @ParameterizedTest
    @CsvSource({"0,0", "100,840", "200,1680", "201,1690", "300,2680", "301,2695", "500,5680"})
    void price_electricity_isThePublishedBill(double kilowattHours, double qepik) {
        assertThat(tariffs.electricity().price(kilowattHours) * 100).isCloseTo(qepik, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "199.9,1", "200,2", "299.9,2", "300,3", "9000,3"})
    void block_electricity_isThatOfTheNextUnit(double kilowattHours, int block) {
        assertThat(tariffs.electricity().block(kilowattHours)).isEqualTo(block);
    }

    @ParameterizedTest
    @CsvSource({"1200,150", "2500,436", "2600,466"})
    void price_gas_countsTheYear(double cubicMetres, double manat) {
        assertThat(tariffs.gas().price(cubicMetres)).isCloseTo(manat, within(1e-9));
        assertThat(tariffs.gas().period()).isEqualTo(Tariff.Period.YEAR);
    }

    @Test
    void read_blocksThatDoNotRise_namesFileAndLine(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tariffs.yaml");
        Files.writeString(file, """
                currency: AZN
                electricity:
                  period: month
                  blocks:
                    - {up_to: 200, price: 0.1}
                    - {up_to: 100, price: 0.2}
                    - {price: 0.3}
                gas: {period: fortnight, blocks: [{price: 1}]}
                water: {period: month, blocks: []}
                """);

        assertThatThrownBy(() -> Tariffs.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tariffs.yaml:6")
                .hasMessageContaining("must be more than that of the block before")
                .hasMessageContaining("tariffs.yaml:8")
                .hasMessageContaining("fortnight")
                .hasMessageContaining("must be a list of blocks");
    }
}
