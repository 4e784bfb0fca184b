-- What a WARC file tells of an answer beside its head and body. Empty in captures made before this column was there.
alter table capture add column http text not null default '';
alter table capture add column remote text not null default '';
