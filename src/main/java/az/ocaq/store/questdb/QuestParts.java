package az.ocaq.store.questdb;

import az.ocaq.store.StoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.griffin.SqlException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an open {@link QuestStore} holds. */
record QuestParts(
        DirectoryLock lock,
        CairoEngine engine,
        QuestTables tables,
        QuestRollups rollups,
        AtomicBoolean closing,
        QuestThread appending,
        QuestThread applying,
        QuestThread reading,
        QuestThread scanning,
        QuestThread rolling) {
    private static final Logger LOG = LoggerFactory.getLogger(QuestParts.class);
    private static final int QUERY_PARTS = 64;
    private static final int TRANSACTIONS_A_FILE = 16_384;

    static QuestParts open(Vertx vertx, Path directory, boolean sync) {
        QuestLog.configure();
        try {
            Files.createDirectories(directory);
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                return open(vertx, lock, new CairoEngine(configuration(directory, sync)));
            } catch (SqlException | RuntimeException | CairoError e) {
                lock.close();
                throw e;
            }
        } catch (IOException | SqlException | CairoException | CairoError e) {
            throw new StoreException(
                    "the time-series store cannot be opened in " + directory + " (" + e.getMessage()
                            + "): choose another data directory or change its rights",
                    new IllegalStateException(String.valueOf(e.getMessage())));
        }
    }

    /** Applies what was appended and deletes what is not needed; a failure is seen again by the next read. */
    void applyInBackground() {
        Future<Void> unusedApplied = applying.run(session -> {
                    tables.applyCommitted();
                    tables.renewLogs();
                    tables.purge();
                })
                .onFailure(failure -> LOG.error("applying failed reason=\"{}\"", failure.getMessage()));
    }

    /** Finishes all work, then releases everything, whatever fails on the way. */
    Future<Void> close() {
        closing.set(true);
        return appending
                .close()
                .eventually(rolling::close)
                .eventually(scanning::close)
                .eventually(reading::close)
                .eventually(() -> applying.run(session -> tables.applyCommitted()))
                .eventually(() -> applying.run(session -> release()))
                .eventually(applying::close);
    }

    private void release() {
        tables.close();
        engine.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QuestParts open(Vertx vertx, DirectoryLock lock, CairoEngine engine) throws SqlException {
        try {
            QuestTables tables = new QuestTables(engine);
            AtomicBoolean closing = new AtomicBoolean();
            return new QuestParts(
                    lock,
                    engine,
                    tables,
                    new QuestRollups(tables, marks(engine), closing),
                    closing,
                    new QuestThread(vertx, "store-append", engine),
                    new QuestThread(vertx, "store-apply", engine),
                    new QuestThread(vertx, "store-read", engine),
                    new QuestThread(vertx, "store-scan", engine),
                    new QuestThread(vertx, "store-roll", engine));
        } catch (SqlException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static List<Long> marks(CairoEngine engine) {
        try (QuestSession session = new QuestSession(engine)) {
            return session.marks();
        }
    }

    private static DefaultCairoConfiguration configuration(Path directory, boolean sync) {
        return new DefaultCairoConfiguration(directory.toString()) {
            @Override
            public int getCommitMode() {
                return sync ? CommitMode.SYNC : CommitMode.NOSYNC;
            }

            // Each compiler of queries is born with so many parts; ours are short, and more are made when needed.
            @Override
            public int getSqlModelPoolCapacity() {
                return QUERY_PARTS;
            }

            @Override
            public int getSqlColumnPoolCapacity() {
                return QUERY_PARTS;
            }

            @Override
            public int getSqlExpressionPoolCapacity() {
                return QUERY_PARTS;
            }

            @Override
            public int getSqlLexerPoolCapacity() {
                return QUERY_PARTS;
            }

            @Override
            public String getInstallRoot() {
                return directory.toString();
            }

            /** Inside the store's own directory, not beside it. */
            @Override
            public CharSequence getCheckpointRoot() {
                return directory.resolve(QuestSnapshot.CHECKPOINT).toString();
            }

            @Override
            public CharSequence getLegacyCheckpointRoot() {
                return getCheckpointRoot();
            }

            /** Cuts the list of transactions into files, so that old ones are deleted; one file would grow for ever. */
            @Override
            public int getDefaultSeqPartTxnCount() {
                return TRANSACTIONS_A_FILE;
            }
        };
    }
}
