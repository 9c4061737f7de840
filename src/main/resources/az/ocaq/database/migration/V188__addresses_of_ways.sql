-- Every address of a contact is judged by itself: what became of a message there, and whether it is given up.
CREATE TABLE outbox_line (
    outbox_id BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    way VARCHAR(32) NOT NULL,
    address VARCHAR(500) DEFAULT '' NOT NULL,
    tries INTEGER DEFAULT 1 NOT NULL,
    next_try_at TIMESTAMP(3) WITH TIME ZONE,
    accepted_at TIMESTAMP(3) WITH TIME ZONE,
    receipt VARCHAR(200) DEFAULT '' NOT NULL,
    error VARCHAR(1000) DEFAULT '' NOT NULL,
    PRIMARY KEY (outbox_id, way, address)
);
INSERT INTO outbox_line (outbox_id, way, accepted_at, receipt) SELECT outbox_id, way, accepted_at, receipt FROM outbox_delivery;
DROP TABLE outbox_delivery;
ALTER TABLE outbox_line RENAME TO outbox_delivery;

-- Of several addresses that were counted together it is not known which one was refused: the count begins anew.
CREATE TABLE refused_address (
    receiver VARCHAR(200) NOT NULL,
    way VARCHAR(32) NOT NULL,
    address VARCHAR(500) NOT NULL,
    refusals INTEGER NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    given_up_at TIMESTAMP(3) WITH TIME ZONE,
    PRIMARY KEY (receiver, way, address)
);
INSERT INTO refused_address (receiver, way, address, refusals, reason, given_up_at)
    SELECT receiver, way, address, refusals, reason, given_up_at FROM contact_way
    WHERE address NOT LIKE '% %' AND CHAR_LENGTH(address) <= 500;
DROP TABLE contact_way;
ALTER TABLE refused_address RENAME TO contact_way;

-- The highest severity of the alarms that a message is about: 0 critical, 1 high, 2 medium, 3 low.
ALTER TABLE outbox ADD COLUMN severity SMALLINT DEFAULT 3 NOT NULL;
UPDATE outbox SET severity = 0 WHERE state = 'pending' AND message_key IN (SELECT o.message_key FROM outbox_alarm o
    JOIN alarm a ON a.id = o.alarm_id WHERE a.priority = 'critical');
