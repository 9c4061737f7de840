package az.ocaq.alarm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.RegistryDirectory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Devices whose messages come through one gateway fall silent with it: one alarm, at the gateway. */
final class GatewayOutageTest {
    private static final long MINUTE = 60_000;
    private static final Title TITLE = new Title("a", "b", "c");
    private static final DeviceType METER =
            new DeviceType("water_meter", TITLE, "water", Duration.ofMinutes(5), Map.of(), List.of());

    @Test
    void gatewayFallsSilent_isOneAlarmThere_andADeviceOfAnotherOneIsItsOwn() {
        Problems problems = new Problems();
        Rules rules = Rules.read(Path.of("config/alarms"), problems);
        problems.throwIfAny();
        Engine engine = new Engine(rules.all(), Policy.NOBODY, RegistryDirectory.of(registry(), device -> true), 0);

        hear(engine, 0, 10);
        hear(engine, 10, 0);
        hear(engine, 20, 0);
        engine.settle(30 * MINUTE);

        assertThat(engine.drain().messages().stream().map(it -> it.about() + " " + it.kind()))
                .containsExactlyInAnyOrder("gateway_outage@v/gateway-1 raised", "device_offline@v/home-9/water raised");
        assertThat(engine.alarm("device_offline", "v/home-1/water")
                        .orElseThrow()
                        .suppressors())
                .containsExactly("gateway_outage@v/gateway-1");
    }

    /** Those of the other gateway go on, but for the last one. */
    private static void hear(Engine engine, int minute, int devices) {
        engine.advance(minute * MINUTE);
        for (int i = 0; i < 10; i++) {
            if (i < devices || (i >= 5 && i < 9)) {
                engine.heartbeat("v/home-" + i + "/water");
            }
        }
        engine.settle(minute * MINUTE);
    }

    private static DeviceRegistry registry() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Map<String, String> facts = Map.of("gateway", i < 5 ? "gateway-1" : "gateway-2");
            devices.add(new Device(new DeviceId("v", "home-" + i, "water"), METER, TITLE, false, facts));
        }
        return new DeviceRegistry(List.of(), List.of(), devices);
    }
}
