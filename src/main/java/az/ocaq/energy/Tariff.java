package az.ocaq.energy;

import java.util.List;

/**
 * What a household pays for one utility: progressive blocks, each unit at the price of the block it falls in, and a fixed
 * charge.
 *
 * @param period after which consumption counts from zero again
 * @param fixed charge for a month
 * @param blocks by size; the last has no end
 */
public record Tariff(Period period, double fixed, List<Block> blocks) {
    /** How long consumption adds up. */
    public enum Period {
        MONTH,
        YEAR
    }

    /**
     * A block.
     *
     * @param upTo its end, included, in kWh or m3 of the period; infinite for the last
     * @param price for a kWh or m3
     */
    public record Block(double upTo, double price) {}

    public Tariff {
        blocks = List.copyOf(blocks);
    }

    /** The price of what was used in a period, in kWh or m3, without the fixed charge. */
    public double price(double used) {
        double price = 0;
        double start = 0;
        for (Block block : blocks) {
            price += Math.max(0, Math.min(used, block.upTo()) - start) * block.price();
            start = block.upTo();
        }
        return price;
    }

    /** The number of the block, from 1, that the next unit falls in. */
    public int block(double used) {
        int number = 1;
        while (number < blocks.size() && used >= blocks.get(number - 1).upTo()) {
            number++;
        }
        return number;
    }
}
