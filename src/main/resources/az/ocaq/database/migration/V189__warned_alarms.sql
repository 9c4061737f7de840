-- Alarms that the public was ever warned of: what was told is taken back also when their rule is public no more.
CREATE TABLE warned_alarm (
    alarm_id BIGINT PRIMARY KEY REFERENCES alarm (id)
);
INSERT INTO warned_alarm (alarm_id) SELECT DISTINCT alarm_id FROM alarm_journal WHERE kind = 'warning_approved';
