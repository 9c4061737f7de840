-- Which server uses this database; one row at most. Whoever holds the newest epoch may write alarms and send messages.
CREATE TABLE server_tenure (
    id INT NOT NULL PRIMARY KEY,
    server VARCHAR(40) NOT NULL,
    host VARCHAR(255) NOT NULL,
    epoch BIGINT NOT NULL,
    since TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    renewed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
