package az.ocaq.web;

import az.ocaq.energy.Tariff;
import az.ocaq.energy.Tariffs;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /tariffs}: what households pay. */
final class TariffResource {
    private final Tariffs tariffs;

    TariffResource(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    Future<Reply> read(Request request) {
        return Reply.ok(new JsonObject()
                        .put("id", "tariffs")
                        .put("currency", tariffs.currency())
                        .put("electricity", json(tariffs.electricity(), "kWh"))
                        .put("gas", json(tariffs.gas(), "m3"))
                        .put("water", json(tariffs.water(), "m3")))
                .now();
    }

    private static JsonObject json(Tariff tariff, String unit) {
        JsonArray blocks = new JsonArray();
        for (Tariff.Block block : tariff.blocks()) {
            blocks.add(new JsonObject()
                    .put("up_to", Double.isInfinite(block.upTo()) ? null : block.upTo())
                    .put("price", block.price()));
        }
        return new JsonObject()
                .put("unit", unit)
                .put("period", Words.word(tariff.period()))
                .put("fixed", tariff.fixed())
                .put("blocks", blocks);
    }
}
