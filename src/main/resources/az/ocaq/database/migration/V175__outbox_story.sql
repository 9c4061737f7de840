-- For each message that is sent, those before it about the same are looked for; nothing is ever deleted from the outbox.
CREATE INDEX outbox_story ON outbox (about, created_at);
