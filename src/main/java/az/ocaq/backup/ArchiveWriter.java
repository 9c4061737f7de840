package az.ocaq.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive, a zip file, to a stream: files one after the other, then {@link #finish}. Not thread-safe. */
public final class ArchiveWriter {
    private final ZipOutputStream zip;
    private final Map<String, String> sums = new TreeMap<>();

    public ArchiveWriter(OutputStream out) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Begins a file, which ends when the stream is closed. */
    public OutputStream file(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new Entry(zip, name);
    }

    /** Ends the archive, and with it makes it valid; the stream below stays open. */
    public void finish(String version, Instant time, boolean running) throws IOException {
        Manifest manifest = new Manifest(version, time, running, sums);
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private final class Entry extends FilterOutputStream {
        private final String name;
        private final MessageDigest digest = sha256();

        Entry(OutputStream out, String name) {
            super(out);
            this.name = name;
        }

        @Override
        public void write(int single) throws IOException {
            digest.update((byte) single);
            out.write(single);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }

        /** Ends this file, not the archive. */
        @Override
        public void close() throws IOException {
            if (sums.put(name, HexFormat.of().formatHex(digest.digest())) == null) {
                zip.closeEntry();
            }
        }
    }
}
