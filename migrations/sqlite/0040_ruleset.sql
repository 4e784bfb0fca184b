-- The files of the rule sets that rounds were judged by, so that any round can be judged again by its own rules: zstd of
-- JSON, path to text. The name is the SHA-256 over all files, so that what was altered tells itself.
create table ruleset (
    manifest text primary key,
    files blob not null
);
