-- The same for H2 and PostgreSQL. H2 cannot roll a migration back, so each statement may be run again.

-- What users asked the server to remember. The vector is the embedding of the text, as the numbers
-- of four bytes in base64; empty if there was none.
CREATE TABLE IF NOT EXISTS chasqui_facts (
    owner_id VARCHAR NOT NULL,
    number BIGINT NOT NULL,
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    fact VARCHAR NOT NULL,
    vector VARCHAR NOT NULL,
    PRIMARY KEY (owner_id, number)
);
