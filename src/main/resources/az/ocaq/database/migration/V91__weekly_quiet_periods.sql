-- Silences and maintenance windows that come every week: days and local times, such as "mon,tue 22:00 06:00"; empty for others.
ALTER TABLE quiet_period ADD COLUMN weekly VARCHAR(100) DEFAULT '' NOT NULL;
