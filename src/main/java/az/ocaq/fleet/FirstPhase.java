package az.ocaq.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes fleet files of the size of the Great Return programme's first phase: 100 settlements, 34,500 homes, 197 schools and
 * kindergartens, 49 family health centres, 39 medical centres, 9 vocational schools. Known settlements have their name,
 * place and published number of houses; sizes of the others, and everything technical, are assumptions: sizes log-normal
 * (sigma 0.8), a transformer station of 400 kVA for 50 homes, feeders of up to 17 homes, three homes in ten with a roof of
 * 5 kW.
 */
public final class FirstPhase {
    private static final Pattern ROW = Pattern.compile("\\{1\\.\\.(\\d+)}");
    private static final int HOMES_PER_STATION = 50;
    private static final int HOMES_PER_FEEDER = 17;
    private static final double PEOPLE_PER_HOME = 4.06;

    /** slug; Azerbaijani, Russian, English name; district in the three languages; place; houses, 0 for not published. */
    private static final String KNOWN = """
            zabukh;Zabux;Забух;Zabukh;Laçın;Лачин;Lachin;39.590;46.543;1000;223
            sus;Sus;Сус;Sus;Laçın;Лачин;Lachin;39.61;46.53;1100;59
            lachin;Laçın;Лачин;Lachin;Laçın;Лачин;Lachin;39.641;46.547;889;534
            talish;Talış;Талыш;Talish;Ağdərə;Агдере;Aghdara;40.381;46.741;600;20
            horovlu;Horovlu;Хоровлу;Horovlu;Cəbrayıl;Джебраил;Jabrayil;39.400;47.095;450;334
            khidirli-a;Xıdırlı;Хыдырлы;Khidirli;Ağdam;Агдам;Aghdam;40.00;46.97;160;719
            kangarli;Kəngərli;Кенгерли;Kangarli;Ağdam;Агдам;Aghdam;40.04;46.93;250;292
            sarijali;Sarıcalı;Сарыджалы;Sarijali;Ağdam;Агдам;Aghdam;40.003;46.986;180;203
            karkijahan;Kərkicahan;Керкиджахан;Karkijahan;Xankəndi;Ханкенди;Khankendi;39.81;46.73;870;0
            ballija;Ballıca;Баллыджа;Ballija;Xocalı;Ходжалы;Khojaly;39.80;46.80;900;237
            shushakend;Şuşakənd;Шушакенд;Shushakend;Xocalı;Ходжалы;Khojaly;39.78;46.81;1000;263
            badara;Badara;Бадара;Badara;Xocalı;Ходжалы;Khojaly;39.90;46.70;1000;43
            sos;Sos;Сос;Sos;Xocavənd;Ходжавенд;Khojavend;39.73;47.00;700;85
            chapar;Çapar;Чапар;Chapar;Ağdərə;Агдере;Aghdara;40.15;46.55;900;104
            zilanli;Zilanlı;Зиланлы;Zilanli;Qubadlı;Губадлы;Gubadli;39.34;46.58;500;134
            mahruzlu;Mahruzlu;Махрузлу;Mahruzlu;Qubadlı;Губадлы;Gubadli;39.33;46.60;500;93
            dovlatyarli;Dövlətyarlı;Довлетъярлы;Dovlatyarli;Füzuli;Физули;Fuzuli;39.55;47.20;350;0
            bash-garvand;Baş Qərvənd;Баш Гарвенд;Bash Garvand;Ağdam;Агдам;Aghdam;40.09;46.99;200;917
            fuzuli;Füzuli;Физули;Fuzuli;Füzuli;Физули;Fuzuli;39.600;47.145;420;0
            jabrayil;Cəbrayıl;Джебраил;Jabrayil;Cəbrayıl;Джебраил;Jabrayil;39.400;47.026;630;0
            aghdam;Ağdam;Агдам;Aghdam;Ağdam;Агдам;Aghdam;39.991;46.930;370;0
            zangilan;Zəngilan;Зангилан;Zangilan;Zəngilan;Зангилан;Zangilan;39.086;46.653;500;0
            kalbajar;Kəlbəcər;Кельбаджар;Kalbajar;Kəlbəcər;Кельбаджар;Kalbajar;40.11;46.04;1550;0
            """;

    /** Districts of the plain, whose homes have gas. */
    private static final Set<String> GAS_DISTRICTS = Set.of("Aghdam", "Fuzuli");

    /**
     * settlement; site; kind; title; devices. Parks and zones of the programme, and the plants that are built or announced,
     * with their power, at the settlement of their district; the number of units and their head are assumptions. Of solar
     * parks it is the power of the inverters, 1/1.1 of the panels'. Consumers at 10 kV have agreed on a power, W: 3.5 times
     * their mean, a tenth above what their workdays take.
     */
    private static final String ANNOUNCED = """
            aghdam;industrial-park;industrial_park;Ağdam Sənaye Parkı;meter: {type: building_meter, annual_energy: 1800000000, facts: {contracted_power: 720000}}
            jabrayil;economic-zone;economic_zone;Araz Vadisi İqtisadi Zonası;meter: {type: building_meter, annual_energy: 1800000000, facts: {contracted_power: 720000}}
            zangilan;agricultural-park;agricultural_park;Dost Aqropark;meter: {type: building_meter, annual_energy: 900000000, facts: {contracted_power: 360000}}|field: {type: irrigation, area: 60}
            lachin;hydro;hydro_plant;Güləbird SES;unit-{1..2}: {type: hydro_turbine, rated_power: 4000000, head: 60}
            lachin;hydro-mishni;hydro_plant;Mişni SES;unit-{1..3}: {type: hydro_turbine, rated_power: 2750000, head: 60}
            lachin;wind;wind_farm;Külək turbini;turbine: {type: wind_turbine, rated_power: 100000}
            zabukh;hydro;hydro_plant;Zabux SES;unit-{1..2}: {type: hydro_turbine, rated_power: 1400000, head: 40}
            talish;hydro;hydro_plant;Suqovuşan SES;unit-{1..2}: {type: hydro_turbine, rated_power: 3900000, head: 60}
            zangilan;hydro;hydro_plant;Cahangirbəyli SES;unit-{1..3}: {type: hydro_turbine, rated_power: 3500000, head: 40}
            lachin;hydro-alkhasli;hydro_plant;Alxaslı SES;unit-{1..2}: {type: hydro_turbine, rated_power: 3000000, head: 60}
            lachin;hydro-garigishlag;hydro_plant;Qarıqışlaq SES;unit-{1..2}: {type: hydro_turbine, rated_power: 2000000, head: 60}
            kalbajar;hydro;hydro_plant;Kəlbəcər-1 SES;unit-{1..2}: {type: hydro_turbine, rated_power: 2200000, head: 60}
            kalbajar;hydro-chirag;hydro_plant;Çıraq-1 SES;unit-{1..2}: {type: hydro_turbine, rated_power: 4165000, head: 60}
            jabrayil;hydro-khudaferin;hydro_plant;Xudafərin SES;unit-{1..2}: {type: hydro_turbine, rated_power: 50000000, head: 55}
            jabrayil;hydro-giz-galasi;hydro_plant;Qız Qalası SES;unit-{1..2}: {type: hydro_turbine, rated_power: 20000000, head: 25}
            jabrayil;solar-park;solar_park;Cəbrayıl günəş parkı;pv-{1..400}: {type: pv_inverter, rated_power: 275000}
            jabrayil;solar-shafag;solar_park;Şəfəq günəş parkı;pv-{1..960}: {type: pv_inverter, rated_power: 275000}
            """;

    private final int settlements;
    private final int homes;
    private final LocalDate commissioned;
    private final Random random = new Random(1);

    /** @param commissioned when all registers start; the earlier, the longer a simulation takes to begin */
    public FirstPhase(int settlements, int homes, LocalDate commissioned) {
        this.settlements = settlements;
        this.homes = homes;
        this.commissioned = commissioned;
    }

    /** Writes one file for each settlement into a folder; the same ones each time. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String[]> places = places();
        int[] sizes = sizes(places);
        for (int i = 0; i < sizes.length; i++) {
            Files.writeString(folder.resolve(places.get(i)[0] + ".yaml"), file(places.get(i), sizes[i], i));
        }
    }

    private List<String[]> places() {
        List<String[]> places = new ArrayList<>();
        List<String[]> known = KNOWN.lines().map(it -> it.split(";")).toList();
        for (int i = 0; i < settlements; i++) {
            if (i < known.size()) {
                places.add(known.get(i));
            } else {
                String[] near = known.get(i % known.size());
                places.add(new String[] {
                    String.format(Locale.ROOT, "village-%03d", i + 1),
                    "Kənd " + (i + 1),
                    "Село " + (i + 1),
                    "Village " + (i + 1),
                    near[4],
                    near[5],
                    near[6],
                    String.format(
                            Locale.ROOT, "%.4f", Double.parseDouble(near[7]) + 0.12 * (random.nextDouble() - 0.5)),
                    String.format(
                            Locale.ROOT, "%.4f", Double.parseDouble(near[8]) + 0.12 * (random.nextDouble() - 0.5)),
                    near[9],
                    "0"
                });
            }
        }
        return places;
    }

    /** Published sizes as they are; the rest share what is left. */
    private int[] sizes(List<String[]> places) {
        double[] weights = new double[places.size()];
        int left = homes;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int published = Integer.parseInt(places.get(i)[10]);
            weights[i] = published > 0 ? 0 : StrictMath.exp(0.8 * random.nextGaussian());
            left -= published;
            sum += weights[i];
        }
        int[] sizes = new int[weights.length];
        double carried = 0;
        for (int i = 0; i < sizes.length; i++) {
            double exact = weights[i] / sum * left + carried;
            sizes[i] = weights[i] == 0 ? Integer.parseInt(places.get(i)[10]) : (int) Math.max(10, Math.round(exact));
            carried = weights[i] == 0 ? carried : exact - sizes[i];
        }
        return sizes;
    }

    private String file(String[] place, int count, int index) {
        StringBuilder yaml = new StringBuilder("# Written by \"ocaq fleet first-phase\".\n");
        yaml.append(title("title", "", place[1], place[2], place[3]));
        yaml.append(title("district", "", place[4], place[5], place[6]));
        yaml.append(
                String.format("place: {latitude: %s, longitude: %s, altitude: %s}%n", place[7], place[8], place[9]));
        yaml.append("people: ").append(Math.round(count * PEOPLE_PER_HOME)).append('\n');
        yaml.append("commissioned: ").append(commissioned).append("\nstep: 5m\nsites:\n");
        site(yaml, "grid", "substation", "10 kV", "", "meter: grid_meter");
        int stations = (count + HOMES_PER_STATION - 1) / HOMES_PER_STATION;
        int feeders = Math.max(stations, (count + HOMES_PER_FEEDER - 1) / HOMES_PER_FEEDER);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= stations; i++) {
            site(yaml, "ts-" + i, "transformer_station", "TM " + i, "grid", "transformer: transformer");
        }
        for (int i = 0; i < feeders; i++) {
            names.add("feeder-" + (i + 1));
            String station = "ts-" + (1 + (long) i * stations / feeders);
            site(yaml, "feeder-" + (i + 1), "feeder", "F " + (i + 1), station, "meter: feeder_meter");
        }
        homes(yaml, count, names, GAS_DISTRICTS.contains(place[6]));
        common(yaml, place[0], count, index);
        return yaml.toString();
    }

    private static void homes(StringBuilder yaml, int count, List<String> feeders, boolean gas) {
        yaml.append("  home:\n    kind: home\n    count: ").append(count).append('\n');
        yaml.append(title("title", "    ", "Ev {n}", "Дом {n}", "Home {n}"));
        yaml.append("    fed_by: [").append(String.join(", ", feeders)).append("]\n    devices:\n");
        yaml.append("      meter: household_meter\n      water: water_meter\n");
        yaml.append(gas ? "      gas: gas_meter\n" : "");
        yaml.append("      pv: {type: pv_inverter, rated_power: 5000, on: ")
                .append(Math.max(1, count * 3 / 10))
                .append("}\n");
    }

    /** What the programme counts: 197 schools and kindergartens, 49 and 39 health centres, 9 vocational schools. */
    private static void common(StringBuilder yaml, String slug, int count, int index) {
        String building = "meter: {type: building_meter, annual_energy: ";
        site(yaml, "school", "school", "Məktəb", "ts-1", building + "180000000}");
        if (index < 97) {
            site(yaml, "kindergarten", "kindergarten", "Uşaq bağçası", "ts-1", building + "60000000}");
        }
        if (index < 49) {
            site(yaml, "family-health", "health_centre", "Ailə sağlamlıq mərkəzi", "ts-1", building + "50000000}");
        } else if (index < 88) {
            site(yaml, "medical", "medical_centre", "Tibb məntəqəsi", "ts-1", building + "30000000}");
        }
        if (index % 11 == 5) {
            site(yaml, "vocational", "vocational_school", "Peşə məktəbi", "ts-1", building + "250000000}");
        }
        int flow = Math.max(6, count / 11);
        site(
                yaml,
                "water-works",
                "water_works",
                "Su təsərrüfatı",
                "ts-1",
                "pump-1: {type: pump, rated_flow: " + flow + "}",
                "tank-1: {type: water_tank, capacity: " + Math.max(100, count * 5 / 2) + "}",
                "outlet: district_water_meter");
        site(
                yaml,
                "lights",
                "street_lighting",
                "Küçə işıqları",
                "ts-1",
                "cabinet: {type: street_light_cabinet, lamps: " + count * 2 + ", lamp_power: 60}");
        regional(yaml, slug, index);
        site(yaml, "weather", "weather_station", "Hava stansiyası", "", "station: weather_station");
    }

    /** What only some have: services of the state, charging, storage, and in known places what is announced for them. */
    private static void regional(StringBuilder yaml, String slug, int index) {
        String building = "meter: {type: building_meter, annual_energy: ";
        if (index % 5 == 0) {
            site(yaml, "service", "service_centre", "ASAN və DOST", "ts-1", building + "90000000}");
            String point = ": {type: ev_charger, rated_power: 22000}";
            site(yaml, "charging", "charging_station", "Doldurma", "ts-1", "point-1" + point, "point-2" + point);
        }
        if (index % 10 == 3) {
            site(yaml, "sports", "sports_complex", "Olimpiya idman kompleksi", "ts-1", building + "300000000}");
            site(yaml, "youth", "youth_house", "Gənclər evi", "ts-1", building + "70000000}");
            String storage = "battery: {type: battery, rated_power: 50000, capacity: 100000}";
            site(yaml, "battery", "battery_station", "Akkumulyator", "ts-1", storage);
        }
        for (String line : ANNOUNCED.lines().toList()) {
            String[] parts = line.split(";", -1);
            if (parts[0].equals(slug)) {
                // plants of megawatts have their own line to a substation of 110 kV
                String fedBy = parts[4].contains("{1..") ? "" : "grid";
                site(yaml, parts[1], parts[2], parts[3], fedBy, devices(parts[4]));
            }
        }
    }

    /** Devices between bars; {@code {1..3}} stands for a row of them. */
    private static String[] devices(String text) {
        return Arrays.stream(text.split("\\|", -1))
                .flatMap(it -> {
                    Matcher row = ROW.matcher(it);
                    return row.find()
                            ? IntStream.rangeClosed(1, Integer.parseInt(row.group(1)))
                                    .mapToObj(number -> row.replaceFirst(Integer.toString(number)))
                            : Stream.of(it);
                })
                .toArray(String[]::new);
    }

    private static void site(
            StringBuilder yaml, String id, String kind, String title, String fedBy, String... devices) {
        yaml.append("  ").append(id).append(":\n    kind: ").append(kind).append('\n');
        yaml.append(title("title", "    ", title, title, title));
        yaml.append(fedBy.isEmpty() ? "" : "    fed_by: [" + fedBy + "]\n").append("    devices:\n");
        for (String device : devices) {
            yaml.append("      ").append(device).append('\n');
        }
    }

    private static String title(String key, String indent, String az, String ru, String en) {
        return String.format("%s%s: {az: \"%s\", ru: \"%s\", en: \"%s\"}%n", indent, key, az, ru, en);
    }
}
