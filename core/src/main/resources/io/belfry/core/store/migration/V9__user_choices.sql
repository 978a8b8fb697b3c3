-- How a user likes a page to look, so that it is the same in each of his browsers. One row for a user and a page: few and small.
create table user_choice (
    username varchar(100)  not null,
    page     varchar(40)   not null,
    choice   varchar(8000) not null,
    primary key (username, page)
);
