package az.ocaq.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a Linux process that runs Java has used, from {@code /proc}.
 *
 * @param cpuSeconds user and system time since its start
 * @param compilerSeconds how much of it the just-in-time compiler took: it goes on for minutes after a start, and ends
 * @param residentBytes memory at present
 * @param peakBytes most memory ever
 */
record Usage(double cpuSeconds, double compilerSeconds, long residentBytes, long peakBytes) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

    static Usage of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String status = Files.readString(process.resolve("status"));
        return new Usage(
                cpuSeconds(Files.readString(process.resolve("stat"))),
                compilerSeconds(process.resolve("task")),
                kilobytes(status, "VmRSS:"),
                kilobytes(status, "VmHWM:"));
    }

    private static double compilerSeconds(Path threads) throws IOException {
        double seconds = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                seconds += compilerSecondsOf(thread);
            }
        }
        return seconds;
    }

    private static double compilerSecondsOf(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return COMPILER.matcher(stat).find() ? cpuSeconds(stat) : 0;
        } catch (NoSuchFileException e) {
            return 0; // it ended meanwhile
        }
    }

    private static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[USER_TICKS + 1])) / TICKS_PER_SECOND;
    }

    private static long kilobytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElse(0);
    }
}
