package az.ocaq.database;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.FreePort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL server of this machine on loopback. It refuses to run as root: then its own user runs it. */
public final class PostgresServer {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    static final String USER = "ocaq";

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Whether the machine has it; the project's own verify installs it. */
    public static boolean isThere() {
        return Files.isDirectory(VERSIONS);
    }

    public static PostgresServer start() throws Exception {
        Path directory = Files.createTempDirectory("ocaq-postgres");
        PostgresServer server = new PostgresServer(programs(), directory, FreePort.find());
        if (isRoot()) {
            run(List.of("chown", "postgres", directory.toString()));
        }
        server.control("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8");
        server.run();
        server.control("createdb", "-h", "127.0.0.1", "-p", Integer.toString(server.port), "-U", USER, "ocaq");
        return server;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/ocaq";
    }

    /** Starts it again after {@link #stop}. */
    public void run() throws Exception {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + directory;
        control("pg_ctl", "-D", data(), "-w", "-l", directory.resolve("log").toString(), "-o", options, "start");
    }

    /** Stops it as if the machine went down: connections are cut. */
    public void stop() throws Exception {
        control("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void control(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static Path programs() throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(VERSIONS)) {
            return versions.iterator().next().resolve("bin");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command.toString()).isTrue();
        assertThat(process.exitValue()).as(command.toString()).isZero();
    }
}
