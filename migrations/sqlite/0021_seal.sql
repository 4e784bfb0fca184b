-- Seals: a round that has one is never written again. And until when raw pages are kept.

create table seal (
    round_id bigint primary key references round (id),
    position bigint not null unique,
    rules text not null,
    sealed_at text not null,
    manifest text not null,
    sha256 text not null,
    previous text not null
);

create table retention (
    round_id bigint primary key references round (id),
    keep_until text not null,
    purged_at text not null
);

create index capture_body on capture (sha256);

create trigger seal_update before update on seal begin select raise(abort, 'hemkoll: sealed'); end;
create trigger seal_delete before delete on seal begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_round_update before update on round
when exists (select 1 from seal where round_id = old.id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_round_delete before delete on round
when exists (select 1 from seal where round_id = old.id)
begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_visit_insert before insert on visit
when exists (select 1 from seal where round_id = new.round_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_visit_update before update on visit
when exists (select 1 from seal where round_id = old.round_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_visit_delete before delete on visit
when exists (select 1 from seal where round_id = old.round_id)
begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_capture_insert before insert on capture
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = new.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_capture_update before update on capture
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_capture_delete before delete on capture
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_page_insert before insert on page
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = new.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_page_update before update on page
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_page_delete before delete on page
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;

-- Answers under other rule sets may still be added to a sealed round.
create trigger sealed_finding_insert before insert on finding
when exists (select 1 from visit join seal on seal.round_id = visit.round_id and seal.rules = new.manifest where visit.id = new.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_finding_update before update on finding
when exists (select 1 from visit join seal on seal.round_id = visit.round_id and seal.rules = old.manifest where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_finding_delete before delete on finding
when exists (select 1 from visit join seal on seal.round_id = visit.round_id and seal.rules = old.manifest where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;

-- A body may be emptied when its time is up, and filled again when it is fetched anew; never exchanged.
create trigger sealed_body_update before update on body
when (old.sha256 <> new.sha256 or (length(old.zstd) > 0 and length(new.zstd) > 0)) and exists (
    select 1 from capture join visit on visit.id = capture.visit_id join seal on seal.round_id = visit.round_id
    where capture.sha256 = old.sha256
)
begin select raise(abort, 'hemkoll: sealed'); end;
