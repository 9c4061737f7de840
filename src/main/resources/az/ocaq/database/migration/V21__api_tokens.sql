-- Tokens of scripts: only a hash is kept. A token can do what its account can, or less.
CREATE TABLE api_token (
    id VARCHAR(32) NOT NULL PRIMARY KEY,
    account VARCHAR(64) NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    title VARCHAR(200) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    read_only BOOLEAN NOT NULL,
    settlements VARCHAR(4000) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX api_token_account ON api_token (account);
