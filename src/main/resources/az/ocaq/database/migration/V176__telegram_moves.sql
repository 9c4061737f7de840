-- Groups of Telegram that have become supergroups, which gives them another number.
CREATE TABLE telegram_move (
    chat VARCHAR(64) PRIMARY KEY,
    moved_to VARCHAR(64) NOT NULL
);
