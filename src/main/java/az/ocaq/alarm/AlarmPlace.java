package az.ocaq.alarm;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where alarms are, in words. Any thread. */
public final class AlarmPlace {
    private final DeviceRegistry registry;

    /** @param registry that knows the names */
    public AlarmPlace(DeviceRegistry registry) {
        this.registry = registry;
    }

    /** Settlement, site and device; a group is its place, and what has the name of its place is named once. */
    public String of(Alarm alarm, String language) {
        if (ServerItself.is(alarm.device())) {
            return ServerItself.TITLE.in(language);
        }
        DeviceId id = alarm.device();
        Stream<String> place = Stream.of(settlement(id.settlement(), language), site(id, language));
        Stream<String> device = alarm.reach().isOfGroup() ? Stream.empty() : Stream.of(device(id, language));
        List<String> names = Stream.concat(place, device).distinct().toList();
        return String.join(", ", names);
    }

    /** The settlement's name, or its id when nobody knows it. */
    public String settlement(String id, String language) {
        return registry.settlement(id)
                .map(Settlement::title)
                .map(it -> it.in(language))
                .orElse(id);
    }

    /** The site of a device in words, or its id when nobody knows it. */
    public String site(DeviceId id, String language) {
        return registry.site(id.settlement(), id.site())
                .map(Site::title)
                .map(it -> it.in(language))
                .orElse(id.site());
    }

    /** The unit of a figure: the rule's, or that of the device's metric; empty when neither says. */
    public String unit(AlarmFigure figure) {
        if (!figure.unit().isEmpty()) {
            return figure.unit();
        }
        return DeviceId.parse(figure.device())
                .flatMap(registry::device)
                .flatMap(it -> Optional.ofNullable(it.type().metrics().get(figure.metric())))
                .map(it -> it.metric().unit().code())
                .orElse("");
    }

    private String device(DeviceId id, String language) {
        return registry.device(id)
                .map(Device::title)
                .map((Title it) -> it.in(language))
                .orElse(id.device());
    }
}
