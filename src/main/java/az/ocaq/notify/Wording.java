package az.ocaq.notify;

import az.ocaq.access.SignedLinks;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmPlace;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.PlainWords;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.ServerItself;
import az.ocaq.device.Settlement;
import az.ocaq.device.Title;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message says: what, where, since when, how bad, what to do, and where to look. */
public final class Wording {
    private static final String DATE = "dd.MM.yyyy";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(DATE + " HH:mm", Locale.ROOT);
    private static final ZoneId OTHERWISE = ZoneId.of("Asia/Baku");
    private static final String RAISED = "raised";
    private static final String SUMMARY = "summary";
    private static final String REOPENED = "reopened";
    private static final String STORM = "storm";
    private static final String DIGEST = "digest";
    private static final Title UPDATE = new Title("Yenilənmə", "Обновление", "Update");
    private static final Map<String, Title> KINDS = Map.ofEntries(
            Map.entry(RAISED, new Title("Həyəcan", "Тревога", "Alarm")),
            Map.entry("cleared", new Title("Bitdi", "Закончилась", "Cleared")),
            Map.entry(
                    "latched", new Title("Bitdi, sıfırlanmalıdır", "Закончилась, нужен сброс", "Over, needs a reset")),
            Map.entry("escalated", new Title("Qəbul edilməyib", "Не принята", "Not acknowledged")),
            Map.entry("repeat", new Title("Davam edir", "Продолжается", "Still active")),
            Map.entry("reminder", new Title("Xatırlatma", "Напоминание", "Reminder")),
            Map.entry(REOPENED, new Title("Düzəlməyib", "Не устранена", "Not mended")),
            Map.entry("severity_up", new Title("Ağırlaşıb", "Усилилась", "More severe")),
            Map.entry("flapping", new Title("Tez-tez yanıb-sönür", "Часто срабатывает", "Comes and goes")),
            Map.entry("settled", new Title("Sakitləşib", "Успокоилась", "Settled")),
            Map.entry(STORM, new Title("Çoxlu həyəcan", "Много тревог", "Many alarms")),
            Map.entry(DIGEST, new Title("Xülasə", "Сводка", "Digest")),
            Map.entry(SUMMARY, new Title("Planlı iş bitdi", "Плановые работы окончены", "Planned work is over")));
    private static final Map<String, Title> PRIORITIES = Map.of(
            "critical", new Title("kritik", "критическая", "critical"),
            "high", new Title("yüksək", "высокая", "high"),
            "medium", new Title("orta", "средняя", "medium"),
            "low", new Title("aşağı", "низкая", "low"));

    private static final Title CALM = new Title(
            "İndi daha az təcili həyəcanlar bir-bir yox, xülasə ilə gələcək; kritik olanlar dərhal gəlir",
            "Менее срочные тревоги теперь придут сводкой, а не по одной; критические приходят сразу",
            "Less urgent alarms now come as a digest, not one by one; critical ones come at once");

    private static final Title NOT_CONFIRMED = new Title(
            "Düzəldildiyi deyilib, amma ölçmələr bunu təsdiqləmir; yenidən qəbul edin",
            "О ней сказано «устранена», но измерения этого не подтверждают; примите её снова",
            "It was called mended, but the readings do not confirm it; accept it again");

    private static final Title TO_DO = new Title("Nə etməli", "Что делать", "What to do");

    private static final Title LIMIT = new Title("hədd", "предел", "limit");

    /** The feeder among the labels of a group: feeder=settlement/site. */
    private static final Pattern FEEDER = Pattern.compile("feeder=([^,/]+)/([^,/]+)");

    private static final Title OVER = new Title("bitib", "закончилась", "over");

    private static final Title ACKNOWLEDGE = new Title("Qəbul etmək", "Принять", "Acknowledge");

    private static final Title SEVERAL = new Title("Həyəcanlar", "Тревоги", "Alarms");

    private static final Set<String> END = Set.of("cleared", "latched");

    private static final Set<String> ASKING =
            Set.of(RAISED, "escalated", "repeat", "reminder", REOPENED, "severity_up", "flapping");

    private final DeviceRegistry registry;
    private final AlarmPlace places;
    private final FigureWords figures;
    private final String publicUrl;
    private final SignedLinks links;
    private final PlainWords plain;

    /**
     * @param publicUrl address that people open
     * @param links by which a contact with an account acknowledges
     * @param plain what residents read
     */
    public Wording(DeviceRegistry registry, String publicUrl, SignedLinks links, PlainWords plain) {
        this.registry = registry;
        this.places = new AlarmPlace(registry);
        this.figures = new FigureWords(places);
        this.links = links;
        this.plain = plain;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** One line. */
    String subject(Notice notice, Contact contact) {
        return subject(of(notice, contact), contact.language());
    }

    /** What the contact is told, in words for who lives there or for who is on duty. */
    private Notice of(Notice notice, Contact contact) {
        return contact.isResident() ? notice.worded(plain::of) : notice;
    }

    private String subject(Notice notice, String language) {
        String kind = KINDS.getOrDefault(notice.kind(), UPDATE).in(language);
        if (about(notice).isEmpty() && notice.kind().equals(RAISED)) {
            return SEVERAL.in(language) + ": " + notice.members() + same(notice, language) + place(notice, language);
        }
        String what = about(notice)
                .map(it -> it.title().in(language)
                        + (it.reach().isOfGroup() ? " (" + reach(it.reach(), language) + ")" : "")
                        + ", "
                        + places.of(it, language))
                .map(it -> ": " + it)
                .orElseGet(() -> howMany(notice, language) + same(notice, language) + place(notice, language));
        return (kind + what).replaceAll("[\\r\\n]+", " ");
    }

    /** Of how many alarms; a storm's notice stands for none, its digest for those that it names as long as it names all. */
    private static String howMany(Notice notice, String language) {
        int listed = notice.alarms().size();
        boolean names = notice.kind().equals(DIGEST) || END.contains(notice.kind());
        int number = names ? Math.max(listed, listed < Outbox.MOST_ALARMS ? 0 : notice.members()) : notice.members();
        String more = names && listed >= Outbox.MOST_ALARMS && number == listed ? "+" : "";
        return number == 0 ? "" : ", " + new Title("həyəcan", "тревог", "alarms").in(language) + ": " + number + more;
    }

    /** What all of them are, when they are the same. */
    private static String same(Notice notice, String language) {
        List<String> titles = notice.alarms().stream()
                .map(it -> it.title().in(language))
                .distinct()
                .toList();
        return titles.size() == 1 && !notice.kind().equals(STORM) ? ", " + titles.get(0) : "";
    }

    /** Plain text. */
    String body(Notice told, Contact contact) {
        Notice notice = of(told, contact);
        String language = contact.language();
        List<String> lines = new ArrayList<>(List.of(subject(notice, language), ""));
        Optional<Alarm> about = about(notice);
        about.ifPresent(alarm -> {
            lines.add(line(new Title("Harada", "Где", "Where"), places.of(alarm, language), language));
            lines.addAll(times(notice, alarm, language));
            if (!contact.isResident()) {
                lines.add(line(new Title("Əhəmiyyəti", "Важность", "Priority"), priority(alarm, language), language));
            }
            if (alarm.reach().isOfGroup()) {
                lines.add(line(
                        new Title("Təsirlənib", "Затронуто", "Affected"), reach(alarm.reach(), language), language));
            }
            value(alarm, language)
                    .filter(it -> !contact.isResident())
                    .ifPresent(it -> lines.add(line(new Title("Qiymət", "Значение", "Value"), it, language)));
            String advice = alarm.response().in(language);
            if (!advice.isEmpty()) {
                lines.add("");
                lines.add(line(TO_DO, advice, language));
            }
        });
        if (notice.kind().equals(SUMMARY)) {
            lines.add(line(
                    new Title("İş", "Работы", "Work"),
                    notice.about().substring(notice.about().indexOf(": ") + 2),
                    language));
        }
        if (notice.kind().equals(STORM)) {
            lines.add(CALM.in(language));
            lines.add("");
        }
        if (notice.kind().equals(REOPENED)) {
            lines.add(NOT_CONFIRMED.in(language));
        }
        boolean alike = areAlike(notice, language);
        for (Alarm alarm : about.isPresent() ? List.<Alarm>of() : byNeed(notice.alarms())) {
            String what = alike
                    ? places.site(alarm.device(), language)
                    : alarm.title().in(language) + ", " + places.of(alarm, language);
            lines.add("• " + what + ", " + since(alarm) + ", "
                    + priority(alarm, language)
                    + (isOver(alarm)
                            ? ", " + OVER.in(language)
                            : value(alarm, language).map(it -> ", " + it).orElse("")));
        }
        adviceOfAll(notice, language).filter(it -> about.isEmpty()).ifPresent(it -> {
            lines.add("");
            lines.add(line(TO_DO, it, language));
        });
        if (about.isEmpty() && notice.alarms().size() >= Outbox.MOST_ALARMS) {
            lines.add("… "
                    + new Title("siyahı səhifədədir", "весь список на странице", "all of them are on the page")
                            .in(language));
        }
        lines.add("");
        acknowledgement(notice, contact).ifPresent(it -> lines.add(line(ACKNOWLEDGE, it, language)));
        lines.add(link(notice, contact));
        return String.join("\n", lines) + "\n";
    }

    /** Whether the subject says of all of them what and in which settlement they are, and each is at a site of its own. */
    private static boolean areAlike(Notice notice, String language) {
        List<Alarm> alarms = notice.alarms();
        return alarms.stream().map(it -> it.title().in(language)).distinct().count() == 1
                && alarms.stream()
                                .map(it -> it.device().settlement())
                                .distinct()
                                .count()
                        == 1
                && alarms.stream().map(it -> it.device().site()).distinct().count() == alarms.size()
                && !notice.kind().equals(STORM);
    }

    /** What to do about alarms that are the same, while one of them stands. */
    private static Optional<String> adviceOfAll(Notice notice, String language) {
        List<String> each = notice.alarms().stream()
                .map(it -> it.response().in(language))
                .distinct()
                .toList();
        boolean stands =
                !END.contains(notice.kind()) && !notice.alarms().stream().allMatch(Wording::isOver);
        return each.size() == 1 && stands
                ? each.stream().filter(it -> !it.isEmpty()).findFirst()
                : Optional.empty();
    }

    /** The gravest first, then the oldest. */
    private static List<Alarm> byNeed(List<Alarm> alarms) {
        return alarms.stream()
                .sorted(Comparator.comparing(Alarm::priority).thenComparing(Alarm::began))
                .toList();
    }

    /** One short text: what, where, since when, and where to acknowledge or to look. */
    String brief(Notice told, Contact contact) {
        Notice notice = of(told, contact);
        String language = contact.language();
        String when = about(notice)
                .map(it -> ". " + span(notice, it) + ", " + priority(it, language)
                        + value(it, language)
                                .filter(bad -> !contact.isResident() && !END.contains(notice.kind()))
                                .map(bad -> ", " + bad)
                                .orElse(""))
                .orElse("");
        return subject(notice, language) + when + ". "
                + acknowledgement(notice, contact).orElseGet(() -> link(notice, contact));
    }

    /** A link that acknowledges with the rights of the contact's account, when there is something to acknowledge. */
    private Optional<String> acknowledgement(Notice notice, Contact contact) {
        return toAcknowledge(notice)
                .flatMap(alarm -> contact.account()
                        .map(account -> publicUrl + "/ack/"
                                + links.token(new SignedLinks.Target(
                                        alarm.id(),
                                        occurrence(notice, alarm),
                                        account,
                                        notice.createdAt().plus(SignedLinks.GOOD_FOR)))
                                + "?lang=" + contact.language()));
    }

    private static Optional<Alarm> toAcknowledge(Notice notice) {
        return about(notice).filter(it -> ASKING.contains(notice.kind()) && it.state() == AlarmState.UNACK);
    }

    private static int occurrence(Notice notice, Alarm alarm) {
        return notice.alarm().isPresent() ? notice.occurrence() : alarm.occurrence();
    }

    /** A button of a chat: what is on it, and what it says when it is pressed. */
    record Button(String text, String data) {}

    /** The button that does what the link does. */
    Optional<Button> button(Notice notice, Contact contact) {
        return toAcknowledge(notice)
                .flatMap(alarm -> contact.account()
                        .map(account -> new Button(
                                ACKNOWLEDGE.in(contact.language()),
                                links.button(alarm.id(), occurrence(notice, alarm), account))));
    }

    /** The one alarm that the message is about: its own, or that of a group which no other has joined. */
    private static Optional<Alarm> about(Notice notice) {
        boolean alone = (notice.members() == 1 || END.contains(notice.kind()))
                && notice.alarms().size() == 1;
        return notice.alarm().or(() -> alone ? Optional.of(notice.alarms().get(0)) : Optional.empty());
    }

    /** Where the alarms of a group are, when they are in one settlement, and at which feeder if that is what they share. */
    private String place(Notice notice, String language) {
        if (notice.alarms().stream().allMatch(it -> ServerItself.is(it.device()))
                && !notice.alarms().isEmpty()) {
            return ", " + ServerItself.TITLE.in(language);
        }
        List<String> settlements = notice.alarms().stream()
                .map(it -> it.device().settlement())
                .distinct()
                .toList();
        return settlements.size() == 1
                ? ", " + places.settlement(settlements.get(0), language) + feeder(notice, language)
                : "";
    }

    private String feeder(Notice notice, String language) {
        Matcher feeder = FEEDER.matcher(notice.about());
        return feeder.find()
                ? registry.site(feeder.group(1), feeder.group(2))
                        .map(it -> ", " + it.title().in(language))
                        .orElse("")
                : "";
    }

    /** Where to look and to acknowledge. */
    String link(Notice notice, Contact contact) {
        String page = publicUrl + "/" + contact.page() + ".html";
        if (contact.isResident()) {
            return page;
        }
        return about(notice)
                .map(it -> page + "#/alarms/" + it.id())
                .orElse(page + (notice.kind().equals(SUMMARY) ? "#/quiet" : "#/alarms"));
    }

    /** Since when; of what is over both, because this may be the only message about it that could leave. */
    private List<String> times(Notice notice, Alarm alarm, String language) {
        if (!END.contains(notice.kind())) {
            return List.of(line(new Title("Nə vaxtdan", "С какого времени", "Since"), since(alarm), language));
        }
        String end = line(new Title("Bitib", "Закончилась", "Over"), time(notice.createdAt(), alarm), language);
        return List.of(line(new Title("Başlayıb", "Началась", "Began"), since(alarm), language), end);
    }

    private String span(Notice notice, Alarm alarm) {
        if (!END.contains(notice.kind())) {
            return since(alarm);
        }
        String begin = since(alarm) + " – ";
        String end = time(notice.createdAt(), alarm);
        boolean sameDay = begin.startsWith(end.substring(0, DATE.length()));
        return begin + (sameDay ? end.substring(DATE.length()).strip() : end);
    }

    private String since(Alarm alarm) {
        return time(alarm.began(), alarm);
    }

    private String time(Instant time, Alarm alarm) {
        ZoneId zone = registry.settlement(alarm.device().settlement())
                .map(Settlement::zone)
                .orElse(OTHERWISE);
        return TIME.format(time.atZone(zone));
    }

    private static boolean isOver(Alarm alarm) {
        return alarm.state() == AlarmState.NORM || alarm.state() == AlarmState.RTNUN;
    }

    private static String priority(Alarm alarm, String language) {
        return PRIORITIES.getOrDefault(alarm.priority().word(), UPDATE).in(language);
    }

    private Optional<String> value(Alarm alarm, String language) {
        if (!alarm.figures().isEmpty()) {
            return Optional.of(figures.of(alarm, language));
        }
        // a state that is what it must not be says nothing beside the alarm's title
        if (alarm.value().isEmpty()
                || alarm.reach().isOfGroup()
                || alarm.value().equals(alarm.setpoint())) {
            return Optional.empty();
        }
        String value = FigureWords.quantity(alarm.value().getAsDouble(), alarm.unit(), language);
        return Optional.of(
                alarm.setpoint().isEmpty()
                        ? value
                        : value + ", " + LIMIT.in(language) + " "
                                + FigureWords.quantity(alarm.setpoint().getAsDouble(), alarm.unit(), language));
    }

    /** How many of a group, and what is cut at them. */
    private static String reach(AlarmReach reach, String language) {
        String cut = switch (reach.cut()) {
            case NOTHING -> "";
            case POWER -> ", " + new Title("elektrik yoxdur", "нет питания", "no power").in(language);
            case COMMUNICATION ->
                ", "
                        + new Title(
                                        "rabitə yoxdur, elektrik var",
                                        "нет связи, питание есть",
                                        "no data link, power is on")
                                .in(language);
            case UNKNOWN ->
                ", "
                        + new Title(
                                        "elektrik və ya rabitə, hələ məlum deyil",
                                        "питание или связь, пока неизвестно",
                                        "power or data link, not known yet")
                                .in(language);
        };
        String critical = reach.critical().isEmpty()
                ? ""
                : ", " + new Title("kritik", "критичных", "critical").in(language) + ": "
                        + reach.critical().size();
        return reach.affected() + " / " + reach.members() + cut + critical;
    }

    private static String line(Title name, String value, String language) {
        return name.in(language) + ": " + value;
    }
}
