-- Pages that a person saved in a browser: who handed them in, when, from which file, and why the kommun was read again.
create table import (
    capture_id bigint primary key references capture (id),
    file text collate "C" not null,
    file_sha256 text collate "C" not null,
    imported_by text collate "C" not null,
    imported_at text collate "C" not null,
    why text collate "C" not null
);
