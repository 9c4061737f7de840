-- The rules as they were written when the server last read them: an alarm whose rule is gone after a restart is closed under it.
CREATE TABLE rule_in_service (
    rule VARCHAR(128) PRIMARY KEY,
    text TEXT NOT NULL
);
