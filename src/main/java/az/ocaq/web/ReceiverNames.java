package az.ocaq.web;

import az.ocaq.alarm.AlarmDesk;
import az.ocaq.device.Title;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What those who get messages are called: as the crews' file says, else the name that it stands for them with. */
final class ReceiverNames {
    private final AlarmDesk desk;

    ReceiverNames(AlarmDesk desk) {
        this.desk = desk;
    }

    JsonObject of(String receiver) {
        return Optional.<Title>ofNullable(desk.policy().names().get(receiver))
                .map(TitleJson::of)
                .orElseGet(() -> TitleJson.of(receiver));
    }
}
