-- Ways of reaching contacts that were refused for good lately: how often in a row, at which address, and since when given up.
CREATE TABLE contact_way (
    receiver VARCHAR(200) NOT NULL,
    way VARCHAR(32) NOT NULL,
    address VARCHAR(2000) NOT NULL,
    refusals INTEGER NOT NULL,
    reason VARCHAR(1000) NOT NULL,
    given_up_at TIMESTAMP(3) WITH TIME ZONE,
    PRIMARY KEY (receiver, way)
);
