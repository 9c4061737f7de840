-- Browsers that an account has subscribed to push messages.
CREATE TABLE push_subscription (
    endpoint VARCHAR(1000) PRIMARY KEY,
    account VARCHAR(128) NOT NULL,
    p256dh VARCHAR(200) NOT NULL,
    auth VARCHAR(100) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX push_subscription_account ON push_subscription (account);

-- Keys that the server makes for itself.
CREATE TABLE server_key (
    name VARCHAR(64) PRIMARY KEY,
    content VARCHAR(2000) NOT NULL
);
