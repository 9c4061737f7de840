-- Sessions of browsers, so that a restart signs nobody out. Only a hash of each cookie is kept. A session of the provider
-- (provider is not empty) says itself what the person may do; that of a local account asks the account.
CREATE TABLE browser_session (
    hash VARCHAR(64) NOT NULL PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    role VARCHAR(16) NOT NULL,
    settlements VARCHAR(4000) NOT NULL,
    utilities VARCHAR(400) NOT NULL,
    home VARCHAR(200),
    csrf VARCHAR(64) NOT NULL,
    provider VARCHAR(64) NOT NULL,
    started_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
