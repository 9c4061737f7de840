package az.ocaq.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that thinks for some time before each answer, and takes what it has been given even if nobody waits. */
final class SlowMailServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger conversations = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Duration thought;
    private volatile boolean refuses;

    SlowMailServer(Duration thought) throws IOException {
        this.thought = thought;
        daemon(() -> {
            while (true) {
                Socket client = socket.accept();
                conversations.incrementAndGet();
                open.incrementAndGet();
                daemon(() -> {
                    try (client) {
                        converse(client);
                    } finally {
                        open.decrementAndGet();
                    }
                });
            }
        });
    }

    /** Says that there are no such people, from now on or no more. */
    void refuse(boolean recipients) {
        refuses = recipients;
    }

    int port() {
        return socket.getLocalPort();
    }

    void think(Duration each) {
        thought = each;
    }

    int conversations() {
        return conversations.get();
    }

    int open() {
        return open.get();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void converse(Socket client) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8);
        answer(out, "220 slow");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data && !line.equals(".")) {
                continue;
            }
            boolean whole = data;
            data = line.equals("DATA");
            boolean nobody = refuses && line.startsWith("RCPT");
            answer(out, nobody ? "550 5.1.1 there is no such person" : data ? "354 go on" : "250 yes");
            if (whole) {
                accepted.incrementAndGet();
            }
        }
    }

    private void answer(PrintWriter out, String text) throws InterruptedException {
        Thread.sleep(thought.toMillis());
        out.print(text + "\r\n");
        out.flush();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt(); // the other end is gone, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
