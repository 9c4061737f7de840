package az.ocaq.store.questdb;

import io.questdb.log.LogFactory;
import io.questdb.log.LogLevel;
import io.questdb.log.LogRecordUtf8Sink;
import io.questdb.log.LogWriter;
import io.questdb.mp.QueueConsumer;
import io.questdb.mp.RingQueue;
import io.questdb.mp.SCSequence;
import io.questdb.mp.SynchronizedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends QuestDB's errors to the server's log. Made by QuestDB, which finds its name in {@code questdb-log.conf}. */
public final class QuestLog extends SynchronizedJob implements LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(QuestLog.class);
    private static final String CONFIGURATION = "/az/ocaq/store/questdb/questdb-log.conf";

    private final RingQueue<LogRecordUtf8Sink> ring;
    private final SCSequence sequence;
    private final QueueConsumer<LogRecordUtf8Sink> consumer = QuestLog::log;

    /** Takes records of any level; the configuration sends only errors. */
    public QuestLog(RingQueue<LogRecordUtf8Sink> ring, SCSequence sequence, int level) {
        this.ring = ring;
        this.sequence = sequence;
    }

    /** Names the configuration; must come before the first use of QuestDB, which reads it once. */
    static void configure() {
        if (System.getProperty(LogFactory.CONFIG_SYSTEM_PROPERTY) == null) {
            System.setProperty(LogFactory.CONFIG_SYSTEM_PROPERTY, CONFIGURATION);
        }
    }

    @Override
    public void bindProperties(LogFactory factory) {
        // nothing to set
    }

    @Override
    protected boolean runSerially() {
        return sequence.consumeAll(ring, consumer);
    }

    private static void log(LogRecordUtf8Sink line) {
        if ((line.getLevel() & (LogLevel.ERROR | LogLevel.CRITICAL)) != 0) {
            LOG.error("questdb={}", line.toString().strip());
        }
    }
}
