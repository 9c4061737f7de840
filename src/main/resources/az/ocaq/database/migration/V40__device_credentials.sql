-- What devices and gateways connect to the broker with. The hash is in the form of a Mosquitto password file.
CREATE TABLE device_credential (
    name VARCHAR(320) NOT NULL PRIMARY KEY,
    hash VARCHAR(400) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    revoked BOOLEAN NOT NULL
);
-- The topic filters that each may publish under.
CREATE TABLE device_topic (
    name VARCHAR(320) NOT NULL REFERENCES device_credential (name) ON DELETE CASCADE,
    filter VARCHAR(1000) NOT NULL,
    PRIMARY KEY (name, filter)
);
