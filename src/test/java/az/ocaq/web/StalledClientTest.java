package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.measurement.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for much and do not read it. */
@Timeout(120)
final class StalledClientTest {
    private static final int IDLE_SECONDS = 4;
    private static final int HOMES = 200;
    private static final int EVENT_BYTES = 150;
    // what the kernel holds for a connection on loopback, and the server's own queue
    private static final int MOST_HELD = 6 << 20;

    private final List<Socket> clients = new ArrayList<>();
    private RunningServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.impatient(directory, IDLE_SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void liveStream_notRead_isHeldInBoundsAndEnded() throws Exception {
        Socket stalled = ask("operator", "/api/v1/live?settlement=aghali");
        int ticks = 3 * MOST_HELD / (HOMES * EVENT_BYTES);
        for (int tick = 0; tick < ticks; tick++) {
            List<Reading> readings = new ArrayList<>();
            for (int home = 1; home <= HOMES; home++) {
                String series = String.format("aghali/home-%03d/meter/active_power", home);
                readings.add(SampleVillage.reading(series, RunningServer.NOW.plusMillis(tick), tick));
            }
            server.onPipeline(() -> {
                server.live.readings(readings);
                server.live.tick();
            });
        }

        readNothingForLongEnough();
        long taken = readToTheEnd(stalled);

        assertThat(taken).isBetween(1L, (long) MOST_HELD);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void exports_notRead_areHeldInBoundsAndEndedAndMakeRoomForOthers() throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            readings.add(SampleVillage.reading(
                    "aghali/home-001/meter/active_power", RunningServer.NOW.minusSeconds(400_000 - i), i));
        }
        server.arrive(readings);
        String path = "/api/v1/export?device=aghali/home-001/meter&step=raw&from="
                + RunningServer.NOW.minusSeconds(400_000).toEpochMilli() + "&to=" + RunningServer.NOW.toEpochMilli();
        RunningServer.Visitor operator = server.visitor("operator");
        Socket one = ask("operator", path);
        Socket two = ask("operator", path);

        await().atMost(Duration.ofSeconds(60)).until(() -> exportStatus(operator) == 429);
        await().atMost(Duration.ofSeconds(30)).until(() -> exportStatus(operator) == 200);
        readNothingForLongEnough(); // the other one, too: to read would bring it back to life

        assertThat(readToTheEnd(one)).isBetween(1L, 2L * MOST_HELD);
        assertThat(readToTheEnd(two)).isBetween(1L, 2L * MOST_HELD);
    }

    /** The very thing tried: nothing moves until the server has had enough. */
    private static void readNothingForLongEnough() throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(2L * IDLE_SECONDS).toMillis());
    }

    private static int exportStatus(RunningServer.Visitor visitor) throws Exception {
        return visitor.get("/export?device=aghali/home-001/meter&step=raw&from="
                        + RunningServer.NOW.minusSeconds(10).toEpochMilli() + "&to="
                        + RunningServer.NOW.toEpochMilli())
                .statusCode();
    }

    /** Asks, with small buffers, and does not read. */
    private Socket ask(String user, String path) throws Exception {
        Socket socket = new Socket();
        clients.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nCookie: " + server.visitor(user).cookie + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** How much comes until the server's end; fails when it has not ended the connection. */
    private static long readToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] block = new byte[1 << 16];
        long taken = 0;
        try {
            for (int read = socket.getInputStream().read(block);
                    read >= 0;
                    read = socket.getInputStream().read(block)) {
                taken += read;
            }
        } catch (SocketException reset) {
            return taken;
        }
        return taken;
    }
}
