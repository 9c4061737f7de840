package az.ocaq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An installation whose operators are told of alarms by MQTT, and by nothing else. */
final class ToldByMqtt {
    private ToldByMqtt() {}

    /**
     * Of Aghali, with its data in a folder.
     *
     * @param rules its only alarm rules
     * @param more settings by their environment variables
     */
    static Installation installation(Path folder, String rules, Map<String, String> more) throws IOException {
        Files.createDirectories(folder.resolve("alarms"));
        Files.writeString(folder.resolve("alarms/load.yaml"), rules);
        Files.writeString(folder.resolve("crews.yaml"), "receiver: operators\n");
        Files.writeString(
                folder.resolve("contacts.yaml"), "contacts: {operators: {language: az, page: operator, mqtt: true}}\n");
        Map<String, String> environment = new HashMap<>(more);
        environment.put("OCAQ_DATA_DIR", folder.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_ALARMS_DIR", folder.resolve("alarms").toString());
        environment.put("OCAQ_CREWS", folder.resolve("crews.yaml").toString());
        environment.put("OCAQ_CONTACTS", folder.resolve("contacts.yaml").toString());
        return Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali"));
    }
}
