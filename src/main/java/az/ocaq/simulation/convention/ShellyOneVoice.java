package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;

/** Shelly EM, Plug and H&T of the first generation: a topic for each value, no time. */
final class ShellyOneVoice implements Voice {
    private static final Words METER = new Words()
            .with("active_power", "emeter/0/power", 1, 2)
            .with("power_factor", "emeter/0/pf", 1, 3)
            .with("voltage_l1", "emeter/0/voltage", 1, 2)
            .with("energy_import", "emeter/0/total", 1, 1)
            .with("energy_export", "emeter/0/total_returned", 1, 1);
    /** A plug counts watt-minutes. */
    private static final Words PLUG =
            new Words().with("active_power", "relay/0/power", 1, 2).with("energy_import", "relay/0/energy", 60, 0);

    private static final Words SENSOR = new Words()
            .with("temperature", "sensor/temperature", 1, 2)
            .with("relative_humidity", "sensor/humidity", 1, 1)
            .with("illuminance", "sensor/lux", 1, 0)
            .with("battery_level", "sensor/battery", 1, 0);

    private final DeviceId device;
    private String prefix = "";

    ShellyOneVoice(DeviceId device) {
        this.device = device;
    }

    private static boolean isMeter(Report report) {
        return report.value("energy_export").isPresent();
    }

    private String prefix(Report report) {
        if (prefix.isEmpty()) {
            boolean power = report.value("active_power").isPresent();
            String product = isMeter(report) ? "shellyem-" : power ? "shellyplug-s-" : "shellyht-";
            prefix = "shellies/" + product + Voice.name(device) + '/';
        }
        return prefix;
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(prefix(first) + "online", "true", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        String start = prefix(report);
        (isMeter(report) ? METER : PLUG).each(report, (word, number) -> out.say(start + word, number, false));
        SENSOR.each(report, (word, number) -> out.say(start + word, number, false));
    }

    @Override
    public void end(Sink out) {
        if (!prefix.isEmpty()) {
            out.say(prefix + "online", "false", true);
        }
    }

    @Override
    public boolean tellsLater() {
        return false;
    }
}
