package az.ocaq;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running server hands a backup of itself to whoever may use its data directory, and nobody else: a socket file
 * there. Whoever connects gets the archive in pieces, each after its length; a length of zero says that it is whole, a
 * negative one that it failed, and a sentence follows.
 */
final class BackupSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSocket.class);
    private static final String FILE = "backup.socket";
    private static final int PIECE = 1 << 16;
    private static final int WHOLE = 0;
    private static final int FAILED = -1;

    private final Path file;
    private final ServerSocketChannel server;
    private final BackupWriter writer;
    private final Thread thread = new Thread(this::serve, "backup");
    private volatile Optional<SocketChannel> serving = Optional.empty();

    private BackupSocket(Path file, ServerSocketChannel server, BackupWriter writer) {
        this.file = file;
        this.server = server;
        this.writer = writer;
    }

    /** Listens in a data directory. */
    static BackupSocket open(Path directory, BackupWriter writer) {
        Path file = directory.resolve(FILE);
        try {
            Files.deleteIfExists(file);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            BackupSocket socket = new BackupSocket(file, server, writer);
            socket.thread.setDaemon(true);
            socket.thread.start();
            return socket;
        } catch (IOException e) {
            throw new StartException(
                    "cannot listen at " + file + " (" + e.getMessage()
                            + "): choose a data directory with a shorter path",
                    e);
        }
    }

    /**
     * Takes a backup from the server that uses a directory; the answer is false when none runs on it. Fails with an
     * {@link IOException}, whose message is the server's sentence when it could not make one.
     */
    static boolean fetch(Path directory, OutputStream out) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel))) {
            byte[] piece = new byte[PIECE];
            for (int length = in.readInt(); length != WHOLE; length = in.readInt()) {
                if (length == FAILED) {
                    throw new IOException(in.readUTF());
                }
                in.readFully(piece, 0, length);
                out.write(piece, 0, length);
            }
            return true;
        } catch (ConnectException e) {
            return false; // left by a server that was killed
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Optional<SocketChannel> open = serving;
            if (open.isPresent()) {
                open.get().close();
            }
            thread.join();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                serving = Optional.of(channel);
                hand(channel);
            } catch (ClosedChannelException e) {
                LOG.debug("the backup socket is closed");
            } catch (IOException e) {
                LOG.warn("backup was not taken to its end reason=\"{}\"", e.getMessage());
            }
        }
    }

    private void hand(SocketChannel channel) throws IOException {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        try (OutputStream pieces = new BufferedOutputStream(new Pieces(out), PIECE)) {
            writer.writeTo(pieces, true);
            pieces.flush();
            out.writeInt(WHOLE);
            LOG.info("backup=made");
        } catch (IOException | RuntimeException e) {
            LOG.error("backup=failed", e);
            out.writeInt(FAILED);
            out.writeUTF(String.valueOf(e.getMessage()));
        }
    }

    private static final class Pieces extends OutputStream {
        private final DataOutputStream out;

        Pieces(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            out.writeInt(1);
            out.write(single);
        }

        /** At most {@link #PIECE} bytes at once, for whoever reads has no more room. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += PIECE) {
                int piece = Math.min(PIECE, length - done);
                out.writeInt(piece);
                out.write(bytes, offset + done, piece);
            }
        }
    }
}
