-- The priority that an alarm had after a line of its journal; lines of before are without.
ALTER TABLE alarm_journal ADD COLUMN priority VARCHAR(8);
