package az.ocaq.energy;

import az.ocaq.config.ConfigException;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What households pay: {@code config/tariffs.yaml}.
 *
 * @param currency of all prices
 */
public record Tariffs(String currency, Tariff electricity, Tariff gas, Tariff water) {
    private static final double HIGHEST_PRICE = 1_000_000;

    /** Reads the file. Throws a {@link ConfigException} that names everything that is wrong. */
    public static Tariffs read(Path file) {
        Problems problems = new Problems();
        YamlMap map = YamlFile.read(file, problems);
        Tariffs tariffs = read(map);
        problems.throwIfAny();
        return tariffs;
    }

    /** Reads the file's map; what is wrong is noted as problems of the map. */
    public static Tariffs read(YamlMap map) {
        Tariffs tariffs = new Tariffs(
                map.string("currency"),
                tariff(map.map("electricity")),
                tariff(map.map("gas")),
                tariff(map.map("water")));
        map.finish();
        return tariffs;
    }

    private static Tariff tariff(YamlMap map) {
        Tariff.Period period = map.word("period", Tariff.Period.class);
        double fixed = map.number("fixed", 0, HIGHEST_PRICE, 0);
        List<YamlMap> items = map.list("blocks");
        if (items.isEmpty()) {
            map.problem("blocks", "must be a list of blocks, each with a price");
        }
        List<Tariff.Block> blocks = new ArrayList<>();
        double start = 0;
        for (int i = 0; i < items.size(); i++) {
            YamlMap item = items.get(i);
            boolean last = i == items.size() - 1;
            double upTo = last ? Double.POSITIVE_INFINITY : item.number("up_to", 0, 1e12);
            if (upTo <= start) {
                item.problem("up_to", "must be more than that of the block before");
            }
            blocks.add(new Tariff.Block(upTo, item.number("price", 0, HIGHEST_PRICE)));
            item.finish();
            start = upTo;
        }
        map.finish();
        return new Tariff(period, fixed, blocks);
    }
}
