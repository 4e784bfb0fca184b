-- Pages that a person saved in a browser: who handed them in, when, from which file, and why the kommun was read again.
create table import (
    capture_id bigint primary key references capture (id),
    file text not null,
    file_sha256 text not null,
    imported_by text not null,
    imported_at text not null,
    why text not null
);
