package az.ocaq.fleet;

import java.util.Locale;

/** How a simulated device words what it tells; {@code speaks} in a fleet file. The words are the names in lower case. */
public enum Convention {
    /** {@code village/settlement/site/device/telemetry}. */
    NATIVE,
    /** Tasmota's {@code tele/…/SENSOR}. */
    TASMOTA,
    /** Shelly, first generation: a topic for each value. */
    SHELLY_GEN1,
    /** Shelly, second generation: a status for each component. */
    SHELLY_GEN2,
    /** Sparkplug B with birth and death certificates. */
    SPARKPLUG_B,
    /** Zigbee2MQTT. */
    ZIGBEE2MQTT,
    /** Home Assistant's discovery. */
    HOME_ASSISTANT;

    /** The device attribute that holds it. */
    public static final String ATTRIBUTE = "speaks";

    /** The word in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
