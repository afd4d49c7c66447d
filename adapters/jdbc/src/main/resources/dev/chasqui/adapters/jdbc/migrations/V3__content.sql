-- The text of requests and answers, kept only where the config says so, as long as their rows.
CREATE TABLE IF NOT EXISTS chasqui_ledger_content (
    id VARCHAR PRIMARY KEY REFERENCES chasqui_ledger (id) ON DELETE CASCADE,
    question VARCHAR NOT NULL,
    answer VARCHAR NOT NULL
);
