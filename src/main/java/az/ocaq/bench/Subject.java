package az.ocaq.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process under measurement: this program with other arguments. Its standard output is read line by line. */
final class Subject implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Subject(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it; what it says on standard error goes to a file. */
    static Subject start(List<String> arguments, Map<String, String> environment, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // as the launcher started this one
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("az.ocaq.Main");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new Subject(builder.start());
    }

    /** The next line of its standard output; fails when it has ended. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the measured process ended early");
        }
        return line;
    }

    /** Hands every further line to a consumer, on a thread of its own, until the process ends. */
    void eachLine(Consumer<String> consumer) {
        Thread reader = new Thread(() -> read(consumer), "lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> consumer) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException e) {
            // the process has ended
        }
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    /** Asks it to stop and waits until it has, for a minute at most. */
    @Override
    public void close() {
        process.destroy();
        var unused = process.onExit()
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
