package az.ocaq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of the loopback interface that nobody has, for a server that a test starts. It is below those that systems give to
 * outgoing connections and to servers that ask for any (from 32768), so that none of these can take it before the server
 * does, nor while it is restarted; no port is given twice.
 */
public final class FreePort {
    private static final int LOWEST = 10_000;
    private static final int COUNT = 22_000;
    /** Far from where another process of tests begins: numbers of processes follow each other, their golden sections do not. */
    private static final int STEP = 13_597;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * STEP % COUNT));

    private FreePort() {}

    public static int find() throws IOException {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
