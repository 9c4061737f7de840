package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenessTest {
    private final Lateness lateness = new Lateness();

    @Test
    void take_ofAThousand_isWithinAClassOfTheirShares() {
        for (int i = 1; i <= 1000; i++) {
            lateness.add(i);
        }

        Lateness.Figures figures = lateness.take();

        assertThat(figures.reports()).isEqualTo(1000);
        assertThat(figures.median()).isCloseTo(500, Percentage.withPercentage(9.1));
        assertThat(figures.most99()).isCloseTo(990, Percentage.withPercentage(9.1));
        assertThat(figures.most()).isCloseTo(1000, Percentage.withPercentage(9.1));
    }

    @Test
    void take_again_startsAnew() {
        lateness.add(-3);
        assertThat(lateness.take().most()).isLessThan(0.1);

        assertThat(lateness.take()).isEqualTo(new Lateness.Figures(0, 0, 0, 0));
    }

    @Test
    void add_ofDays_isKept() {
        lateness.add(1e12);

        assertThat(lateness.take().most()).isGreaterThan(8.64e7);
    }
}
