-- Requests that name an answer from an earlier round. `asked_if`: the header fields that named it, as in `headers`; empty
-- when none did. `revisit_of`: the answer whose body still held, as the server said (304); the body is that one's.
alter table capture add column asked_if text not null default '';
alter table capture add column revisit_of bigint references capture (id);
