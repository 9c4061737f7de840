package az.ocaq.store.questdb;

import az.ocaq.store.Snapshot;
import az.ocaq.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a store's directory under a QuestDB checkpoint: the checkpoint holds the tables' states of one moment, and
 * keeps the files that these need while others grow and go. Logs of what is applied later are left out; the lists of
 * transactions, which would tell of them, are therefore read in that moment.
 */
final class QuestSnapshot implements Snapshot {
    /** Where QuestDB keeps the states of a checkpoint. */
    static final String CHECKPOINT = ".checkpoint";

    /** What tells QuestDB to go back to the states of the checkpoint. */
    static final String RESTORE = "_restore";

    private static final Pattern LOG_DIRECTORY = Pattern.compile("wal\\d+");

    private static final String TRANSACTIONS = "txn_seq";

    private final Path directory;
    private final QuestTables tables;
    private final Map<Path, byte[]> transactions;

    private QuestSnapshot(Path directory, QuestTables tables, Map<Path, byte[]> transactions) {
        this.directory = directory;
        this.tables = tables;
        this.transactions = transactions;
    }

    /** To be called while the checkpoint is there and nothing is committed. */
    static QuestSnapshot of(Path directory, QuestTables tables) {
        Map<Path, byte[]> transactions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inTable = directory.relativize(file);
                if (inTable.getNameCount() > 2 && name(inTable.getName(1)).equals(TRANSACTIONS)) {
                    transactions.put(inTable, Files.readAllBytes(file));
                }
            }
            return new QuestSnapshot(directory, tables, transactions);
        } catch (IOException | UncheckedIOException e) {
            tables.releaseCheckpoint();
            throw new StoreException("the time series cannot be read to be copied: " + e.getMessage());
        }
    }

    @Override
    public void writeTo(Destination destination) throws IOException {
        for (Map.Entry<Path, byte[]> file : transactions.entrySet()) {
            try (OutputStream out = destination.file(file.getKey().toString())) {
                out.write(file.getValue());
            }
        }
        var unused = Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean log = LOG_DIRECTORY.matcher(name(folder)).matches();
                boolean list = name(folder).equals(TRANSACTIONS)
                        && directory.relativize(folder).getNameCount() == 2;
                return log || list ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!name(file).equals(DirectoryLock.FILE)) {
                    copy(file, destination);
                }
                return FileVisitResult.CONTINUE;
            }

            /** What is deleted meanwhile is newer than the checkpoint, which would have kept it. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    @Override
    public void close() {
        tables.releaseCheckpoint();
    }

    private void copy(Path file, Destination destination) throws IOException {
        InputStream opened;
        try {
            opened = Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            return;
        }
        try (InputStream in = opened;
                OutputStream out = destination.file(directory.relativize(file).toString())) {
            long unusedBytes = in.transferTo(out);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
