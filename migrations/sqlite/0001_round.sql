-- A round, its visits, what was fetched and what was judged. The same tables as in migrations/postgres.
-- Text is compared byte by byte, as SQLite does by itself. Times are RFC 3339 UTC text.

create table round (
    id integer primary key,
    name text not null unique,
    opened_at text not null,
    params text not null,
    amounts text not null,
    rules text not null
);

-- One kommun in one round, with its seed as it was when the round opened.
create table visit (
    id integer primary key,
    round_id bigint not null references round (id),
    code text not null,
    position bigint not null,
    kommun text not null,
    status text not null,
    reason text,
    pages_ok bigint not null,
    requests bigint not null,
    spent_millis bigint not null,
    first_at text not null,
    last_at text not null,
    unique (round_id, code)
);

-- Addresses of a kommun, each once, best first.
create table frontier (
    visit_id bigint not null references visit (id),
    url text not null,
    priority bigint not null,
    depth bigint not null,
    seq bigint not null,
    text text not null,
    found_on text not null,
    state text not null,
    reason text,
    primary key (visit_id, url)
);
create index frontier_best on frontier (visit_id, state, priority desc, seq, url);

-- Bodies by SHA-256 of the decoded bytes, shared by captures of all rounds.
create table body (
    sha256 text primary key,
    size bigint not null,
    zstd blob not null
);

-- Every request of a visit, in order: its log and its evidence.
create table capture (
    id integer primary key,
    visit_id bigint not null references visit (id),
    ordinal bigint not null,
    kind text not null,
    url text not null,
    final_url text not null,
    sent_at text not null,
    millis bigint not null,
    status bigint not null,
    headers text not null,
    wire_bytes bigint not null,
    sha256 text references body (sha256),
    reason text,
    unique (visit_id, ordinal)
);

-- A page that can be judged, under its final address. `same_as` points at the first page with equal content.
create table page (
    id integer primary key,
    visit_id bigint not null references visit (id),
    capture_id bigint not null references capture (id),
    url text not null,
    depth bigint not null,
    title text not null,
    page_type text not null,
    needs_javascript boolean not null,
    text_sha256 text not null,
    same_as bigint references page (id),
    unique (visit_id, url)
);

-- The verdicts of one page under one rule set: zstd of JSON.
create table verdict (
    page_id bigint not null references page (id),
    manifest text not null,
    record blob not null,
    primary key (page_id, manifest)
);

-- The answer to one question for one kommun under one rule set.
create table finding (
    visit_id bigint not null references visit (id),
    manifest text not null,
    rule text not null,
    position bigint not null,
    outcome text not null,
    finding text not null,
    primary key (visit_id, manifest, rule)
);

-- The next allowed request of a politeness group, in microseconds since 1970.
create table gate (
    politeness text primary key,
    next_at bigint not null,
    held_by text not null,
    held_until bigint not null
);
