package az.ocaq.simulation.environment;

import az.ocaq.device.Place;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.physics.Irradiance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sun, weather, river and grid of one village through one day, in slots of equal length; devices only read it. Days follow
 * each other: what carries over midnight is in {@link #save}.
 */
public final class Environment {
    private static final double ALBEDO = 0.2;
    private static final double ALBEDO_OF_SNOW = 0.6;
    /** What a millimetre of rain beyond the first eight brings: a quarter of it runs off the Hakari's 2,570 km2, m3/s. */
    private static final double RUNOFF = 0.25 * 2570e6 / 1000 / 86_400;

    private static final double SOAKED_UP = 8;
    /** The share of a surge that is still there a day later. */
    private static final double SURGE_STAYS = 0.37;
    /** What the plant at Aghali can use, m3/s. */
    private static final double USABLE = 21;

    private final Place place;
    private final Climate climate;
    private final long key;
    private final int slotMinutes;
    private final Sun sun = new Sun();
    private final Clouds clouds = new Clouds();
    private final Wind windModel = new Wind();
    private final Air air;
    private final GridState grid = new GridState();
    private final GridFrequency frequency;
    private final Snow snow = new Snow();
    private final Map<Long, double[]> planes = new HashMap<>();

    private final double[] up;
    private final double[] clear;
    private final double[] ghi;
    private final double[] dhi;
    private final double[] dni;
    private final double[] wind;
    private final double[] direction;
    private final double[] voltage;
    private double extraterrestrial;
    private double riverScore;
    private double surge;
    private double river;
    private double albedo = ALBEDO;
    private boolean snowfall;

    /**
     * @param key of all that is drawn
     * @param slotMinutes length of a slot
     * @param frequency of the grid, which many villages share
     */
    public Environment(Place place, long key, int slotMinutes, GridFrequency frequency) {
        this.place = place;
        this.frequency = frequency;
        this.climate = new Climate(place.altitude());
        this.key = key;
        this.slotMinutes = slotMinutes;
        int slots = 24 * 60 / slotMinutes;
        this.air = new Air(climate, slots, slotMinutes);
        up = new double[slots];
        clear = new double[slots];
        ghi = new double[slots];
        dhi = new double[slots];
        dni = new double[slots];
        wind = new double[slots];
        direction = new double[slots];
        voltage = new double[slots];
    }

    /** Computes a day: 24 hours from {@code start}, which is local midnight of {@code date}. */
    public void day(LocalDate date, Instant start) {
        Draw draw = new Draw(Draw.key(key, date.toEpochDay()));
        double month = date.getMonthValue() - 1 + (date.getDayOfMonth() - 1) / (double) date.lengthOfMonth();
        extraterrestrial = Irradiance.extraterrestrial(date.getDayOfYear());
        int[] rain = air.rain(month, draw);
        clouds.day(clear, slotMinutes, climate.clearness(month), draw, rain);
        sun.place(place, start, Irradiance.pressure(place.altitude()) / 100, climate.temperature(month));
        light(climate.turbidity(month));
        windModel.day(wind, direction, slotMinutes, climate.wind(), draw);
        air.day(month, clear, draw);
        grid.day(voltage, slotMinutes, draw);
        riverScore = 0.93 * riverScore + Math.sqrt(1 - 0.93 * 0.93) * draw.normal();
        flood();
        river = climate.river(month) * StrictMath.exp(0.15 * riverScore) + surge / USABLE;
        albedo = snow.covers() ? ALBEDO_OF_SNOW : ALBEDO;
        snow.day(air, slotMinutes / 60.0);
        snowfall = IntStream.range(0, up.length).anyMatch(this::snows);
        planes.clear();
    }

    /** Heavy rain makes the river rise for a few days; what falls as snow does not. */
    private void flood() {
        double rain = 0;
        for (int i = 0; i < up.length; i++) {
            rain += Snow.falls(air.temperature()[i]) ? 0 : air.rainRate()[i] * slotMinutes / 60.0;
        }
        surge = SURGE_STAYS * surge + RUNOFF * Math.max(0, rain - SOAKED_UP);
    }

    private void light(double turbidity) {
        double pressureRatio = Irradiance.pressure(place.altitude()) / 101325;
        for (int i = 0; i < up.length; i++) {
            double minute = (i + 0.5) * slotMinutes;
            up[i] = sun.up(minute);
            if (up[i] <= 0.001) {
                ghi[i] = 0;
                dhi[i] = 0;
                dni[i] = 0;
                continue;
            }
            double mass = Irradiance.airMass(Math.toDegrees(StrictMath.acos(Math.min(1, up[i])))) * pressureRatio;
            double bright = Irradiance.ineichenGlobal(up[i], mass, turbidity, place.altitude(), extraterrestrial);
            ghi[i] = bright * clear[i];
            dhi[i] = Irradiance.erbsDiffuse(ghi[i], up[i], extraterrestrial);
            dni[i] = dhi[i] >= ghi[i] ? 0 : (ghi[i] - dhi[i]) / up[i];
        }
    }

    /** Irradiance in a tilted plane through the day, W/m2; angles in degrees, azimuth from north over east. */
    public double[] plane(double tilt, double azimuth) {
        return planes.computeIfAbsent(
                Math.round(tilt * 10) * 10_000 + Math.round(azimuth), key -> tilted(tilt, azimuth));
    }

    private double[] tilted(double tilt, double azimuth) {
        double cosTilt = StrictMath.cos(Math.toRadians(tilt));
        double sinTilt = StrictMath.sin(Math.toRadians(tilt));
        double east = sinTilt * StrictMath.sin(Math.toRadians(azimuth));
        double north = sinTilt * StrictMath.cos(Math.toRadians(azimuth));
        double[] plane = new double[up.length];
        for (int i = 0; i < plane.length; i++) {
            if (ghi[i] > 0) {
                double minute = (i + 0.5) * slotMinutes;
                double incidence = Math.max(0, sun.east(minute) * east + sun.north(minute) * north + up[i] * cosTilt);
                Irradiance.Sky sky = new Irradiance.Sky(ghi[i], dni[i], dhi[i], extraterrestrial);
                plane[i] = dni[i] * incidence
                        + Irradiance.hayDavies(sky, cosTilt, incidence, up[i])
                        + Irradiance.groundDiffuse(ghi[i], albedo, cosTilt);
            }
        }
        return plane;
    }

    /** What the next day needs to know of this one. */
    public double[] save() {
        double[] w = windModel.save();
        double[] a = air.save();
        return new double[] {
            clouds.code(),
            clouds.last(),
            w[0],
            w[1],
            w[2],
            riverScore,
            grid.noise(),
            surge,
            snow.lying(),
            a[0],
            a[1],
            a[2],
            a[3],
            a[4],
            a[5]
        };
    }

    /** Goes on after the day that {@link #save} was called at the end of. */
    public void restore(double[] saved) {
        clouds.restore(saved[0], saved[1]);
        windModel.restore(new double[] {saved[2], saved[3], saved[4]});
        riverScore = saved[5];
        grid.restore(saved[6]);
        surge = saved[7];
        snow.restore(saved[8]);
        air.restore(Arrays.copyOfRange(saved, 9, saved.length));
    }

    /** The cosine of the sun's zenith angle. */
    public double[] up() {
        return up;
    }

    /** Global horizontal irradiance, W/m2. */
    public double[] global() {
        return ghi;
    }

    /** Diffuse horizontal irradiance, W/m2. */
    public double[] diffuse() {
        return dhi;
    }

    /** Reference evapotranspiration of the day after Hargreaves and Samani (1985), mm. */
    public double evapotranspiration() {
        double warmest = Arrays.stream(air.temperature()).max().orElse(0);
        double coldest = Arrays.stream(air.temperature()).min().orElse(0);
        double mean = (warmest + coldest) / 2;
        double above = 0;
        for (double cosine : up) {
            above += Math.max(0, cosine) * extraterrestrial * slotMinutes * 60;
        }
        // 2.45 MJ evaporate a kilogram
        return Math.max(0, 0.0023 * above / 2.45e6 * (mean + 17.8) * Math.sqrt(warmest - coldest));
    }

    /** Wind speed, m/s. */
    public double[] wind() {
        return wind;
    }

    /** Wind direction, degrees. */
    public double[] direction() {
        return direction;
    }

    /** Temperature, humidity and rain. */
    public Air air() {
        return air;
    }

    /** Voltage at the 0.4 kV busbars without load, as a share of 230 V. */
    public double[] voltage() {
        return voltage;
    }

    /** Frequency of the grid at a time, Hz. */
    public double frequency(long epochMillis) {
        return frequency.at(epochMillis);
    }

    /** Whether there is any snowfall today. */
    public boolean snows() {
        return snowfall;
    }

    /** Whether what comes down in a slot is snow. */
    public boolean snows(int slot) {
        return air.rainRate()[slot] > 0 && Snow.falls(air.temperature()[slot]);
    }

    /** Flow of the river today, as a share of what the hydro plant can use; far more than 1 in a flood. */
    public double river() {
        return river;
    }

    public Place place() {
        return place;
    }
}
