package az.ocaq.notify;

import az.ocaq.device.Title;
import java.util.Map;

/** Units as the language prints them, in messages; the pages' words say the same. */
final class PrintedUnit {
    static final Map<String, Title> KNOWN = Map.ofEntries(
            Map.entry("W", new Title("Vt", "Вт", "W")),
            Map.entry("kW", new Title("kVt", "кВт", "kW")),
            Map.entry("MW", new Title("MVt", "МВт", "MW")),
            Map.entry("GW", new Title("QVt", "ГВт", "GW")),
            Map.entry("kVA", new Title("kVA", "кВА", "kVA")),
            Map.entry("kvar", new Title("kvar", "квар", "kvar")),
            Map.entry("MWh", new Title("MVt·saat", "МВт·ч", "MWh")),
            Map.entry("Wh", new Title("Vt·saat", "Вт·ч", "Wh")),
            Map.entry("kWh", new Title("kVt·saat", "кВт·ч", "kWh")),
            Map.entry("VA", new Title("VA", "ВА", "VA")),
            Map.entry("var", new Title("var", "вар", "var")),
            Map.entry("V", new Title("V", "В", "V")),
            Map.entry("Hz", new Title("Hs", "Гц", "Hz")),
            Map.entry("bar", new Title("bar", "бар", "bar")),
            Map.entry("m", new Title("m", "м", "m")),
            Map.entry("m³", new Title("m³", "м³", "m³")),
            Map.entry("m³/h", new Title("m³/saat", "м³/ч", "m³/h")),
            Map.entry("W/m²", new Title("Vt/m²", "Вт/м²", "W/m²")),
            Map.entry("m/s", new Title("m/s", "м/с", "m/s")),
            Map.entry("mm", new Title("mm", "мм", "mm")),
            Map.entry("mm/h", new Title("mm/saat", "мм/ч", "mm/h")),
            Map.entry("rpm", new Title("dövr/dəq", "об/мин", "rpm")),
            Map.entry("lx", new Title("lk", "лк", "lx")),
            Map.entry("dB", new Title("dB", "дБ", "dB")),
            Map.entry("dBm", new Title("dBm", "дБм", "dBm")),
            Map.entry("µg/m³", new Title("mkq/m³", "мкг/м³", "µg/m³")),
            Map.entry("s", new Title("san", "с", "s")),
            Map.entry("A", new Title("A", "А", "A")));

    private PrintedUnit() {}

    /** A canonical unit as printed: m³/ч for m3/h in Russian; one that is not known as it is. */
    static String of(String unit, String language) {
        String printed = unit.replaceAll("\\bm3\\b", "m³")
                .replaceAll("\\bm2\\b", "m²")
                .replaceAll("^degC$", "°C")
                .replaceAll("^%RH$", "%");
        return KNOWN.getOrDefault(printed, new Title(printed, printed, printed)).in(language);
    }
}
