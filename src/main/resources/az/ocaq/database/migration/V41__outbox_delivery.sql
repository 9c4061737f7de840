-- What of a message has been accepted, by way of sending, so that a retry sends the rest only.
CREATE TABLE outbox_delivery (
    outbox_id BIGINT NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    way VARCHAR(32) NOT NULL,
    accepted_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (outbox_id, way)
);
