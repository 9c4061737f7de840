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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A mail server that thinks for some time before each answer, and takes what it has been given even if nobody waits. */
final class SlowMailServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger conversations = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Duration thought;
    private volatile Predicate<String> refused = line -> false;
    private final List<String> asked = new CopyOnWriteArrayList<>();

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
        refused = line -> recipients;
    }

    /** Says that there is nobody with this address. */
    void refuse(String address) {
        refused = line -> line.contains(address);
    }

    /** To whom mail was to go, in the order of the conversations, as the protocol has it. */
    List<String> recipients() {
        return List.copyOf(asked);
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
            boolean recipient = !whole && line.startsWith("RCPT");
            boolean nobody = recipient && refused.test(line);
            if (recipient) {
                asked.add(line);
            }
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
