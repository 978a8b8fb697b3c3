-- Wrong passwords of the last quarter of an hour, counted by all nodes together. id is the SHA-256 of an account or of an address;
-- state is what is remembered of it. used_at is when it was last asked for.
create table login_attempt (
    id      char(64)      primary key,
    state   varchar(4000) not null,
    used_at bigint        not null
);
create index login_attempt_used on login_attempt (used_at);
