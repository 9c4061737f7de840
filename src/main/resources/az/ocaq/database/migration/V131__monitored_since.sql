-- Since when alarms are watched here; before it nothing can be said of interruptions.
ALTER TABLE alarm_engine ADD COLUMN monitored_since TIMESTAMP(3) WITH TIME ZONE;
UPDATE alarm_engine SET monitored_since = COALESCE((SELECT MIN(happened_at) FROM alarm_journal), alive_at);
