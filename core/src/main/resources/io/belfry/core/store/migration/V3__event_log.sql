-- The newest call events in the order in which they were told, for programs that come back after a break. id counts without
-- a hole over all starts of the server; started tells which start told it.
create table event_log (
    id          bigint          primary key,
    started     varchar(20)     not null,
    happened_at bigint          not null,
    kind        varchar(20)     not null,
    queue       varchar(200)    not null,
    body        varchar(300000) not null
);
create index event_log_started on event_log (started, id);
create index event_log_happened on event_log (happened_at);
