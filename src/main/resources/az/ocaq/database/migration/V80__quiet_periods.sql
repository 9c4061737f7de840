-- Silences and maintenance windows: in which time alarms with certain labels tell nobody, and who said so.
CREATE TABLE quiet_period (
    id BIGINT PRIMARY KEY,
    kind VARCHAR(16) NOT NULL,
    matchers VARCHAR(4000) NOT NULL,
    starts_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    reason VARCHAR(2000) NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP(3) WITH TIME ZONE,
    ended_by VARCHAR(128)
);

-- Which alarms a message is about: one, or all of a group or a digest.
CREATE TABLE outbox_alarm (
    alarm_id BIGINT NOT NULL,
    message_key VARCHAR(800) NOT NULL,
    PRIMARY KEY (alarm_id, message_key)
);
INSERT INTO outbox_alarm (alarm_id, message_key) SELECT alarm_id, message_key FROM outbox WHERE alarm_id IS NOT NULL;
CREATE INDEX outbox_alarm_message ON outbox_alarm (message_key);

-- What the other side called an accepted message, so that a later one can refer to it.
ALTER TABLE outbox_delivery ADD COLUMN receipt VARCHAR(200) DEFAULT '' NOT NULL;
