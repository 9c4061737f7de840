-- Messages that are older than they are kept are looked for by their age.
CREATE INDEX outbox_age ON outbox (created_at);
