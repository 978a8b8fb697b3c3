-- What somebody works on and calls do not see yet: one for each integration at most, under its id. based_on is the
-- published version that the work began from.
create table integration_draft (
    id         varchar(40)     primary key,
    document   varchar(300000) not null,
    based_on   bigint          not null,
    version    bigint          not null,
    updated_at bigint          not null,
    updated_by varchar(200)    not null
);

-- What was published, the newest hundred of each integration. An integration that is deleted leaves its versions for as
-- long as the deletion can be undone.
create table integration_version (
    integration_id varchar(40)     not null,
    version        bigint          not null,
    document       varchar(300000) not null,
    published_at   bigint          not null,
    published_by   varchar(200)    not null,
    primary key (integration_id, version)
);
insert into integration_version (integration_id, version, document, published_at, published_by)
select id, version, document, updated_at, updated_by from integration;
