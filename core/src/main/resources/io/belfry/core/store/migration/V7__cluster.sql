-- Who is there and who owns which PBX. Only a cluster writes here; times are of the database's clock.
create table cluster_node (
    id         varchar(40)  primary key,
    name       varchar(200) not null,
    roles      varchar(60)  not null,
    url        varchar(300) not null,
    version    varchar(40)  not null,
    started_at bigint       not null,
    seen_at    bigint       not null
);

-- epoch counts the owners; wanted is the node that the last owner left it to, until wanted_until; pinned is the name of the
-- node where an administrator wants it, empty for wherever there is room.
create table pbx_lease (
    pbx          varchar(80)  primary key,
    owner        varchar(40)  not null,
    epoch        bigint       not null,
    expires_at   bigint       not null,
    taken_at     bigint       not null,
    wanted       varchar(40)  not null,
    wanted_until bigint       not null,
    pinned       varchar(200) not null
);

-- Makes the epoch part of a key: who writes in an owner's name locks the key, which a new epoch waits for and a renewal not.
create unique index pbx_lease_epoch on pbx_lease (pbx, epoch);

-- What an owner told lately, so that the next one can do again what may have been left undone. Ids are the events'.
create table told_event (
    id      varchar(400)    primary key,
    pbx     varchar(80)     not null,
    told_at bigint          not null,
    body    varchar(300000) not null
);
create index told_event_pbx on told_event (pbx, told_at);

-- In a cluster numbers of events are given here, under a lock, so that who reads on from a number misses none.
create table event_number (
    id     bigint primary key,
    number bigint not null
);
insert into event_number (id, number) select 1, coalesce(max(id), 0) from event_log;

-- The event's own id: two owners of a PBX tell the same event once.
alter table event_log add column event_id varchar(400);
create index event_log_event_id on event_log (event_id);
