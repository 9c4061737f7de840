package az.ocaq.notify;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmState;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a message says: what, where, since when, how bad, what to do, and where to look. */
public final class Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm", Locale.ROOT);
    private static final ZoneId OTHERWISE = ZoneId.of("Asia/Baku");
    private static final String SUMMARY = "summary";
    private static final Title UPDATE = new Title("Yenilənmə", "Обновление", "Update");
    private static final Map<String, Title> KINDS = Map.ofEntries(
            Map.entry("raised", new Title("Həyəcan", "Тревога", "Alarm")),
            Map.entry("cleared", new Title("Bitdi", "Закончилась", "Cleared")),
            Map.entry(
                    "latched", new Title("Bitdi, sıfırlanmalıdır", "Закончилась, нужен сброс", "Over, needs a reset")),
            Map.entry("escalated", new Title("Təsdiqlənməyib", "Не подтверждена", "Not acknowledged")),
            Map.entry("repeat", new Title("Davam edir", "Продолжается", "Still active")),
            Map.entry("reminder", new Title("Xatırlatma", "Напоминание", "Reminder")),
            Map.entry("reopened", new Title("Düzəlməyib", "Не устранена", "Not mended")),
            Map.entry("severity_up", new Title("Ağırlaşıb", "Усилилась", "More severe")),
            Map.entry("flapping", new Title("Tez-tez yanıb-sönür", "Часто срабатывает", "Comes and goes")),
            Map.entry("settled", new Title("Sakitləşib", "Успокоилась", "Settled")),
            Map.entry("storm", new Title("Çoxlu həyəcan", "Много тревог", "Many alarms")),
            Map.entry("digest", new Title("Xülasə", "Сводка", "Digest")),
            Map.entry(SUMMARY, new Title("Planlı iş bitdi", "Плановые работы окончены", "Planned work is over")));
    private static final Map<String, Title> PRIORITIES = Map.of(
            "critical", new Title("kritik", "критическая", "critical"),
            "high", new Title("yüksək", "высокая", "high"),
            "medium", new Title("orta", "средняя", "medium"),
            "low", new Title("aşağı", "низкая", "low"));

    private static final Title OVER = new Title("bitib", "закончилась", "over");

    private static final Set<String> ASKING =
            Set.of("raised", "escalated", "repeat", "reminder", "severity_up", "flapping");

    private final DeviceRegistry registry;
    private final String publicUrl;
    private final SignedLinks links;

    /**
     * @param publicUrl address that people open
     * @param links by which a contact with an account acknowledges
     */
    public Wording(DeviceRegistry registry, String publicUrl, SignedLinks links) {
        this.registry = registry;
        this.links = links;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** One line. */
    String subject(Notice notice, String language) {
        String kind = KINDS.getOrDefault(notice.kind(), UPDATE).in(language);
        String what = notice.alarm()
                .map(it -> it.title().in(language)
                        + (it.reach().isOfGroup() ? " (" + reach(it.reach(), language) + ")" : "")
                        + ", "
                        + where(it, language))
                .orElseGet(() -> new Title("həyəcan", "тревог", "alarms").in(language) + ": " + notice.members()
                        + place(notice, language));
        return (kind + ": " + what).replaceAll("[\\r\\n]+", " ");
    }

    /** Plain text. */
    String body(Notice notice, Contact contact) {
        String language = contact.language();
        List<String> lines = new ArrayList<>(List.of(subject(notice, language), ""));
        notice.alarm().ifPresent(alarm -> {
            lines.add(line(new Title("Harada", "Где", "Where"), where(alarm, language), language));
            lines.add(line(new Title("Nə vaxtdan", "С какого времени", "Since"), since(alarm), language));
            lines.add(line(new Title("Əhəmiyyəti", "Важность", "Priority"), priority(alarm, language), language));
            if (alarm.reach().isOfGroup()) {
                lines.add(line(
                        new Title("Təsirlənib", "Затронуто", "Affected"), reach(alarm.reach(), language), language));
            }
            value(alarm).ifPresent(it -> lines.add(line(new Title("Qiymət", "Значение", "Value"), it, language)));
            lines.add("");
            lines.add(line(
                    new Title("Nə etməli", "Что делать", "What to do"),
                    alarm.response().in(language),
                    language));
        });
        if (notice.kind().equals(SUMMARY)) {
            lines.add(line(
                    new Title("İş", "Работы", "Work"),
                    notice.about().substring(notice.about().indexOf(": ") + 2),
                    language));
        }
        for (Alarm alarm : notice.alarms()) {
            lines.add("• " + alarm.title().in(language) + ", " + where(alarm, language) + ", " + since(alarm) + ", "
                    + priority(alarm, language) + (isOver(alarm) ? ", " + OVER.in(language) : ""));
        }
        if (notice.members() > 1) {
            lines.add(line(
                    new Title("Həyəcanların sayı", "Число тревог", "Alarms"),
                    String.valueOf(notice.members()),
                    language));
        }
        lines.add("");
        acknowledgement(notice, contact)
                .ifPresent(it -> lines.add(line(new Title("Təsdiqləmək", "Подтвердить", "Acknowledge"), it, language)));
        lines.add(link(notice, contact));
        return String.join("\n", lines) + "\n";
    }

    /** One short text: what, where, since when, and where to acknowledge or to look. */
    String brief(Notice notice, Contact contact) {
        String language = contact.language();
        String when = notice.alarm()
                .map(it -> ". " + since(it) + ", " + priority(it, language))
                .orElse("");
        return subject(notice, language) + when + ". "
                + acknowledgement(notice, contact).orElseGet(() -> link(notice, contact));
    }

    /** A link that acknowledges with the rights of the contact's account, when there is something to acknowledge. */
    private Optional<String> acknowledgement(Notice notice, Contact contact) {
        return notice.alarm()
                .filter(it -> ASKING.contains(notice.kind()) && it.state() == AlarmState.UNACK)
                .flatMap(alarm -> contact.account()
                        .map(account -> publicUrl + "/ack/"
                                + links.token(new SignedLinks.Target(
                                        alarm.id(),
                                        notice.occurrence(),
                                        account,
                                        notice.createdAt().plus(SignedLinks.GOOD_FOR)))
                                + "?lang=" + contact.language()));
    }

    /** Where the alarms of a group are, when they are in one settlement. */
    private String place(Notice notice, String language) {
        List<String> settlements = notice.alarms().stream()
                .map(it -> it.device().settlement())
                .distinct()
                .toList();
        return settlements.size() == 1 ? ", " + settlement(settlements.get(0), language) : "";
    }

    private String settlement(String id, String language) {
        return registry.settlement(id)
                .map(Settlement::title)
                .map(it -> it.in(language))
                .orElse(id);
    }

    /** Where to look and to acknowledge. */
    String link(Notice notice, Contact contact) {
        String page = publicUrl + "/" + contact.page() + ".html";
        return notice.alarm()
                .map(it -> page + "#/alarms/" + it.id())
                .orElse(page + (notice.kind().equals(SUMMARY) ? "#/quiet" : "#/alarms"));
    }

    private String where(Alarm alarm, String language) {
        if (ServerItself.is(alarm.device())) {
            return ServerItself.TITLE.in(language);
        }
        Optional<String> device =
                registry.device(alarm.device()).map(Device::title).map(it -> it.in(language));
        Optional<String> site = registry.site(
                        alarm.device().settlement(), alarm.device().site())
                .map(Site::title)
                .map(it -> it.in(language));
        String place = settlement(alarm.device().settlement(), language) + ", "
                + site.orElse(alarm.device().site());
        return alarm.reach().isOfGroup()
                ? place
                : place + ", " + device.orElse(alarm.device().device());
    }

    private String since(Alarm alarm) {
        ZoneId zone = registry.settlement(alarm.device().settlement())
                .map(Settlement::zone)
                .orElse(OTHERWISE);
        Instant raised = alarm.raisedAt();
        return TIME.format(raised.atZone(zone));
    }

    private static boolean isOver(Alarm alarm) {
        return alarm.state() == AlarmState.NORM || alarm.state() == AlarmState.RTNUN;
    }

    private static String priority(Alarm alarm, String language) {
        return PRIORITIES.getOrDefault(alarm.priority().word(), UPDATE).in(language);
    }

    private static Optional<String> value(Alarm alarm) {
        if (alarm.value().isEmpty() || alarm.reach().isOfGroup()) {
            return Optional.empty();
        }
        String limit =
                alarm.setpoint().isEmpty() ? "" : " (" + number(alarm.setpoint().getAsDouble()) + ")";
        return Optional.of((number(alarm.value().getAsDouble()) + " " + alarm.unit()).strip() + limit);
    }

    /** How many of a group, and what is cut at them. */
    private static String reach(AlarmReach reach, String language) {
        String cut = switch (reach.cut()) {
            case POWER -> ", " + new Title("elektrik yoxdur", "нет питания", "no power").in(language);
            case COMMUNICATION ->
                ", "
                        + new Title(
                                        "rabitə yoxdur, elektrik var",
                                        "нет связи, питание есть",
                                        "no data link, power is on")
                                .in(language);
            case UNKNOWN -> "";
        };
        String critical = reach.critical().isEmpty()
                ? ""
                : ", " + new Title("kritik", "критичных", "critical").in(language) + ": "
                        + reach.critical().size();
        return reach.affected() + " / " + reach.members() + cut + critical;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    private static String line(Title name, String value, String language) {
        return name.in(language) + ": " + value;
    }
}
