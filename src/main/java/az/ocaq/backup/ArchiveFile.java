package az.ocaq.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive to be read. Whatever is wrong with it is a {@link BackupException}. Blocks. */
public final class ArchiveFile implements AutoCloseable {
    private static final String DAMAGED = ": it is damaged or was not finished; take another backup";

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private ArchiveFile(Path path, ZipFile zip, Manifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Opens an archive and reads all of it once, to see that every file is as it was written. */
    public static ArchiveFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new BackupException("there is no backup " + path);
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BackupException("the backup " + path + " cannot be read" + DAMAGED, e);
        }
        try {
            ZipEntry entry = zip.getEntry(Manifest.NAME);
            if (entry == null) {
                throw new BackupException("the backup " + path + " has no manifest" + DAMAGED);
            }
            Manifest manifest =
                    Manifest.parse(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            ArchiveFile archive = new ArchiveFile(path, zip, manifest);
            archive.check();
            return archive;
        } catch (IOException e) {
            closeQuietly(zip);
            throw new BackupException("the backup " + path + " cannot be read" + DAMAGED, e);
        } catch (RuntimeException e) {
            closeQuietly(zip);
            throw e;
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The names of the files below a folder, with it. */
    public List<String> below(String folder) {
        return manifest.files().keySet().stream()
                .filter(it -> it.startsWith(folder + '/'))
                .sorted()
                .toList();
    }

    public boolean has(String name) {
        return manifest.files().containsKey(name);
    }

    public InputStream file(String name) throws IOException {
        return zip.getInputStream(zip.getEntry(name));
    }

    /** Puts the files below a folder into a directory, which is made. */
    public void extract(String folder, Path directory) throws IOException {
        Path root = Files.createDirectories(directory).toAbsolutePath().normalize();
        for (String name : below(folder)) {
            Path target = root.resolve(name.substring(folder.length() + 1)).normalize();
            if (!target.startsWith(root)) {
                throw new BackupException("the backup " + path + " has a file outside its folders" + DAMAGED);
            }
            Files.createDirectories(target.getParent());
            try (InputStream in = file(name)) {
                long unusedBytes = Files.copy(in, target);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }

    private void check() throws IOException {
        for (Map.Entry<String, String> file : manifest.files().entrySet()) {
            ZipEntry entry = zip.getEntry(file.getKey());
            if (entry == null || !file.getValue().equals(sum(entry))) {
                throw new BackupException("the backup " + path + " is damaged: " + file.getKey()
                        + " is not what was written; take another backup");
            }
        }
    }

    private String sum(ZipEntry entry) throws IOException {
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), ArchiveWriter.sha256());
        try (InputStream in = zip.getInputStream(entry)) {
            long unusedBytes = in.transferTo(digest);
        } catch (ZipException e) {
            return "";
        }
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private static void closeQuietly(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
