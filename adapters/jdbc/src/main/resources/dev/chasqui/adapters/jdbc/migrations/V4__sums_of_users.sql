-- The same for H2 and PostgreSQL. H2 cannot roll a migration back, so each statement may be run again.

-- The sums of each user and hour, and of all users together under the name '', which no user has.
CREATE TABLE IF NOT EXISTS chasqui_user_hours (
    user_name VARCHAR NOT NULL,
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    requests NUMERIC(38, 0) NOT NULL,
    failed NUMERIC(38, 0) NOT NULL,
    prompt_tokens NUMERIC(38, 0) NOT NULL,
    completion_tokens NUMERIC(38, 0) NOT NULL,
    cost NUMERIC(38, 0) NOT NULL,
    latency_millis NUMERIC(38, 0) NOT NULL,
    PRIMARY KEY (user_name, at)
);

DELETE FROM chasqui_user_hours;
INSERT INTO chasqui_user_hours
    SELECT user_name, at, sum(requests), sum(failed), sum(prompt_tokens), sum(completion_tokens),
        sum(cost), sum(latency_millis)
    FROM chasqui_hours WHERE user_name <> '' GROUP BY user_name, at ORDER BY user_name, at;
INSERT INTO chasqui_user_hours
    SELECT '', at, sum(requests), sum(failed), sum(prompt_tokens), sum(completion_tokens), sum(cost),
        sum(latency_millis)
    FROM chasqui_hours GROUP BY at ORDER BY at;

-- The last sums of requests without entries of each process that writes them.
CREATE TABLE IF NOT EXISTS chasqui_ledger_writers (
    writer VARCHAR PRIMARY KEY,
    number BIGINT NOT NULL,
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
