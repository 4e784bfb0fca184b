-- Whether a decision ends a disagreement between readers. Of several decisions on one question a person's own last one
-- counts; where those of two differ, the question is open until a decision settles it.
alter table decision add column settles boolean not null default false;
