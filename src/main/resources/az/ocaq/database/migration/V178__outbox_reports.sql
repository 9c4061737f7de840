-- What a provider said later about a message that it had accepted, by address.
CREATE TABLE outbox_report (
    outbox_id BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    way VARCHAR(32) NOT NULL,
    address VARCHAR(200) NOT NULL,
    state VARCHAR(16) NOT NULL,
    detail VARCHAR(200) NOT NULL,
    told_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (outbox_id, way, address)
);
