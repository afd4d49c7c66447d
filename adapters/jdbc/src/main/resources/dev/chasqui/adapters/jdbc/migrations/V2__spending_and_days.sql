-- The same for H2 and PostgreSQL. H2 cannot roll a migration back, so each statement may be run again.

-- What the owners of budgets have spent on the days of the present periods, in billionths of the currency.
CREATE TABLE IF NOT EXISTS chasqui_spent (
    on_day DATE NOT NULL,
    owner_id VARCHAR NOT NULL,
    amount NUMERIC(38, 0) NOT NULL,
    PRIMARY KEY (on_day, owner_id)
);

-- The last batch of each process that writes them.
CREATE TABLE IF NOT EXISTS chasqui_spend_writers (
    writer VARCHAR PRIMARY KEY,
    batch BIGINT NOT NULL,
    on_day DATE NOT NULL
);

-- The sums of whole days (UTC) beside those of hours.
CREATE TABLE IF NOT EXISTS chasqui_days (
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    user_name VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    backend VARCHAR NOT NULL,
    requests NUMERIC(38, 0) NOT NULL,
    failed NUMERIC(38, 0) NOT NULL,
    prompt_tokens NUMERIC(38, 0) NOT NULL,
    completion_tokens NUMERIC(38, 0) NOT NULL,
    cost NUMERIC(38, 0) NOT NULL,
    latency_millis NUMERIC(38, 0) NOT NULL,
    PRIMARY KEY (at, user_name, key_id, model, backend)
);

CREATE TABLE IF NOT EXISTS chasqui_team_days (
    at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    user_name VARCHAR NOT NULL,
    team VARCHAR NOT NULL,
    requests NUMERIC(38, 0) NOT NULL,
    failed NUMERIC(38, 0) NOT NULL,
    prompt_tokens NUMERIC(38, 0) NOT NULL,
    completion_tokens NUMERIC(38, 0) NOT NULL,
    cost NUMERIC(38, 0) NOT NULL,
    latency_millis NUMERIC(38, 0) NOT NULL,
    PRIMARY KEY (at, user_name, team)
);

DELETE FROM chasqui_days;
INSERT INTO chasqui_days
    SELECT date_trunc('day', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS first_hour,
        user_name, key_id, model, backend, sum(requests), sum(failed), sum(prompt_tokens),
        sum(completion_tokens), sum(cost), sum(latency_millis)
    FROM chasqui_hours GROUP BY first_hour, user_name, key_id, model, backend;

DELETE FROM chasqui_team_days;
INSERT INTO chasqui_team_days
    SELECT date_trunc('day', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS first_hour,
        user_name, team, sum(requests), sum(failed), sum(prompt_tokens), sum(completion_tokens),
        sum(cost), sum(latency_millis)
    FROM chasqui_team_hours GROUP BY first_hour, user_name, team;
