-- Who works on what, so that several processes can share a round. The same tables as in migrations/postgres.

-- The database's own clock, in microseconds since 1970: clocks of several machines differ, this one is one.
create view moment as select cast(unixepoch('subsec') * 1000000 as integer) as micros;

-- A process at work; it is alive until then, and would take on so many more kommuner. Numbers are never used again.
create table worker (
    id integer primary key autoincrement,
    until bigint not null,
    wants bigint not null
);

-- The worker that reads a kommun. The token grows each time it changes hands: what an earlier holder sends late is
-- refused by it. `given_up`: this worker cannot read it, for want of a network.
create table lease (
    visit_id bigint primary key references visit (id),
    worker bigint,
    token bigint not null,
    given_up boolean not null
);
create index lease_of_worker on lease (worker);

-- The next allowed request of a politeness group, who has its turn now, and how long the group last had to rest.
drop table gate;
create table gate (
    politeness text primary key,
    next_at bigint not null,
    pause bigint not null,
    held_by bigint
);
create index gate_held on gate (held_by);
