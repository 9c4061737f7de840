package az.ocaq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a Linux process has used, from {@code /proc}.
 *
 * @param cpuSeconds user and system time since its start
 * @param residentBytes memory at present
 * @param peakBytes most memory ever
 */
record Usage(double cpuSeconds, long residentBytes, long peakBytes) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;

    static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[USER_TICKS + 1]);
        String status = Files.readString(process.resolve("status"));
        return new Usage(ticks / TICKS_PER_SECOND, kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:"));
    }

    private static long kilobytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElse(0);
    }
}
