-- Who may log in, who is logged in, and who did what.
-- Every *_at is milliseconds since 1970 UTC, so that H2 and PostgreSQL agree on it; 0 is never.

CREATE TABLE account (
    id            VARCHAR(36)   NOT NULL PRIMARY KEY,
    username      VARCHAR(64)   NOT NULL UNIQUE,
    name          VARCHAR(200)  NOT NULL,
    role          VARCHAR(16)   NOT NULL,
    password_hash VARCHAR(300)  NOT NULL,
    queues        VARCHAR(20000) NOT NULL,
    enabled       BOOLEAN       NOT NULL,
    language      VARCHAR(8)    NOT NULL,
    created_at    BIGINT        NOT NULL,
    last_login_at BIGINT        NOT NULL,
    version       INTEGER       NOT NULL
);

-- id is the SHA-256 of what the cookie holds: a copy of this table logs nobody in
CREATE TABLE session (
    id           CHAR(64)       NOT NULL PRIMARY KEY,
    kind         VARCHAR(8)     NOT NULL,
    username     VARCHAR(64)    NOT NULL,
    name         VARCHAR(200)   NOT NULL,
    role         VARCHAR(16)    NOT NULL,
    queues       VARCHAR(20000) NOT NULL,
    agent_id     VARCHAR(200)   NOT NULL,
    address      VARCHAR(64)    NOT NULL,
    created_at   BIGINT         NOT NULL,
    last_seen_at BIGINT         NOT NULL
);
CREATE INDEX session_of_user ON session (kind, username);
CREATE INDEX session_last_seen ON session (kind, last_seen_at);

-- the one-time link of the first start; id is again a SHA-256
CREATE TABLE setup_token (
    id         CHAR(64) NOT NULL PRIMARY KEY,
    expires_at BIGINT   NOT NULL
);

-- only ever appended to; chain is the SHA-256 of the row and of the chain before it
CREATE TABLE audit (
    id          BIGINT         NOT NULL PRIMARY KEY,
    done_at     BIGINT         NOT NULL,
    who         VARCHAR(64)    NOT NULL,
    address     VARCHAR(64)    NOT NULL,
    what        VARCHAR(64)    NOT NULL,
    object      VARCHAR(300)   NOT NULL,
    before_json VARCHAR(100000) NOT NULL,
    after_json  VARCHAR(100000) NOT NULL,
    chain       CHAR(64)       NOT NULL
);
CREATE TABLE audit_head (
    id    INTEGER  NOT NULL PRIMARY KEY,
    last  BIGINT   NOT NULL,
    chain CHAR(64) NOT NULL
);
INSERT INTO audit_head (id, last, chain)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
