-- The last messages of devices that nobody has given a home, the oldest first. The payload is in base64.
CREATE TABLE inbox_messages (
    device VARCHAR(300) NOT NULL,
    place INTEGER NOT NULL,
    topic VARCHAR(2000) NOT NULL,
    payload VARCHAR(20000) NOT NULL,
    received_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    retained BOOLEAN NOT NULL,
    PRIMARY KEY (device, place)
);
