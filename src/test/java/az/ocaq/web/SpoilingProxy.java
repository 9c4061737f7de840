package az.ocaq.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a real server, passes everything on with its own address as the host, and spoils what a test wants spoilt. */
final class SpoilingProxy {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final HttpServer server;
    private final int behind;
    private final Map<String, UnaryOperator<String>> spoilers = new ConcurrentHashMap<>();
    private volatile boolean down;

    SpoilingProxy(int behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Changes the bodies of a path's answers. */
    void spoil(String path, UnaryOperator<String> spoiler) {
        spoilers.put(path, spoiler);
    }

    /** Whether it ends every connection without an answer. */
    void down(boolean now) {
        down = now;
    }

    void close() {
        server.stop(0);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange;
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            if (down) {
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            StringBuilder head =
                    new StringBuilder(exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + " HTTP/1.1\r\n");
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("Connection")
                        && !name.equalsIgnoreCase("Upgrade")
                        && !name.equalsIgnoreCase("Http2-settings")
                        && !name.equalsIgnoreCase("Content-length")) {
                    head.append(name).append(": ").append(values.get(0)).append("\r\n");
                }
            });
            head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.setSoTimeout(60_000);
            answer(exchange, read(socket.getInputStream()));
        }
    }

    /** An answer with a length; the server behind leaves the connection open. */
    private static String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the answer ends in its headers");
            }
            text.append((char) next);
        }
        Matcher length = LENGTH.matcher(text);
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return text + new String(body, StandardCharsets.ISO_8859_1);
    }

    private void answer(HttpExchange exchange, String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        String[] head = answer.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < head.length; i++) {
            String[] header = head[i].split(": *", 2);
            if (!header[0].equalsIgnoreCase("Content-Length") && !header[0].equalsIgnoreCase("Connection")) {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        String path = exchange.getRequestURI().getPath();
        byte[] body = spoilers.getOrDefault(path, UnaryOperator.identity())
                .apply(answer.substring(end + 4))
                .getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(Integer.parseInt(head[0].split(" ", 3)[1]), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
