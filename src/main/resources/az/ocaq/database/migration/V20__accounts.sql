-- Accounts of people. Lists are words joined by commas; empty means all.
CREATE TABLE account (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    role VARCHAR(16) NOT NULL,
    settlements VARCHAR(4000) NOT NULL,
    utilities VARCHAR(400) NOT NULL,
    home VARCHAR(200),
    password VARCHAR(400) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
