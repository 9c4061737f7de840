-- What stateful decoders must know again after a restart: births, discovery.
CREATE TABLE decoder_memory (
    convention VARCHAR(64) NOT NULL,
    entry VARCHAR(400) NOT NULL,
    content VARCHAR(1000000) NOT NULL, -- base64
    PRIMARY KEY (convention, entry)
);
