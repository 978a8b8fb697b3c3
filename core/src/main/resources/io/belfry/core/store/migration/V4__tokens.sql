-- Tokens of programs. hash is the SHA-256 of the secret, which is nowhere; prefix is its begin, for people to recognise it.
-- scopes are words with blanks between them, events too; queues are a JSON list. expires_at 0 is never, last_used_at too.
create table api_token (
    id           varchar(36)    primary key,
    name         varchar(50)    not null,
    name_key     varchar(50)    not null unique,
    prefix       varchar(16)    not null,
    hash         char(64)       not null unique,
    scopes       varchar(200)   not null,
    queues       varchar(20000) not null,
    events       varchar(1000)  not null,
    created_at   bigint         not null,
    created_by   varchar(64)    not null,
    expires_at   bigint         not null,
    last_used_at bigint         not null
);

-- What was answered to a request with an Idempotency-Key. status 0 is a request that is being served; claim says by whom.
create table kept_answer (
    actor       varchar(80)     not null,
    idem_key    varchar(255)    not null,
    claim       varchar(32)     not null,
    fingerprint char(64)        not null,
    status      integer         not null,
    location    varchar(500)    not null,
    body        varchar(400000) not null,
    created_at  bigint          not null,
    primary key (actor, idem_key)
);
create index kept_answer_created on kept_answer (created_at);
create index kept_answer_of_actor on kept_answer (actor, created_at);
