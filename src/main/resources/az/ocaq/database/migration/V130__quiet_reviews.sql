-- When somebody last said that a silence or a maintenance window is still needed, and who did.
ALTER TABLE quiet_period ADD COLUMN reviewed_at TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE quiet_period ADD COLUMN reviewed_by VARCHAR(128);
