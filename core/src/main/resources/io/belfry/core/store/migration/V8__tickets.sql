-- Tickets of customers' pages, each for one socket of one agent. id is the SHA-256 of the ticket: a copy of this table opens no
-- socket. session_key or token_id says with whose leave it was asked for; the other is empty.
create table agent_ticket (
    id          char(64)     primary key,
    username    varchar(100) not null,
    name        varchar(200) not null,
    agent_id    varchar(200) not null,
    session_key varchar(64)  not null,
    token_id    varchar(80)  not null,
    expires_at  bigint       not null
);
create index agent_ticket_of_agent on agent_ticket (agent_id, expires_at);
create index agent_ticket_expires on agent_ticket (expires_at);
