-- The same for H2 and PostgreSQL. H2 cannot roll a migration back, so each statement may be run again.

-- The responses that callers have had kept. Those of a chain have one root, its first response. A hidden one was
-- deleted by its owner and is kept for those that continue it. The writer is the server that works on it.
CREATE TABLE IF NOT EXISTS chasqui_responses (
    id VARCHAR PRIMARY KEY,
    owner_name VARCHAR NOT NULL,
    root VARCHAR NOT NULL,
    previous VARCHAR,
    conversation VARCHAR,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    status VARCHAR NOT NULL,
    background BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    compacted BOOLEAN NOT NULL,
    writer VARCHAR,
    alive TIMESTAMP(6) WITH TIME ZONE,
    bytes BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chasqui_responses_by_owner ON chasqui_responses (owner_name, created, id);
CREATE INDEX IF NOT EXISTS chasqui_responses_by_root ON chasqui_responses (root, created);
CREATE INDEX IF NOT EXISTS chasqui_responses_by_previous ON chasqui_responses (previous);
CREATE INDEX IF NOT EXISTS chasqui_responses_by_writer ON chasqui_responses (writer);

CREATE TABLE IF NOT EXISTS chasqui_conversations (
    id VARCHAR PRIMARY KEY,
    owner_name VARCHAR NOT NULL,
    created TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    used TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    bytes BIGINT NOT NULL,
    metadata TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chasqui_conversations_by_owner ON chasqui_conversations (owner_name, created, id);
CREATE INDEX IF NOT EXISTS chasqui_conversations_by_use ON chasqui_conversations (used);

-- The items of both: of a response, its input and then its output.
CREATE TABLE IF NOT EXISTS chasqui_response_items (
    holder VARCHAR NOT NULL,
    place BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    owner_name VARCHAR NOT NULL,
    output BOOLEAN NOT NULL,
    bytes BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (holder, place)
);
CREATE INDEX IF NOT EXISTS chasqui_response_items_by_id ON chasqui_response_items (id);
