-- Seals: a round that has one is never written again. And until when raw pages are kept.

create table seal (
    round_id bigint primary key references round (id),
    position bigint not null unique,
    rules text collate "C" not null,
    sealed_at text collate "C" not null,
    manifest text not null,
    sha256 text collate "C" not null,
    previous text collate "C" not null
);

create table retention (
    round_id bigint primary key references round (id),
    keep_until text collate "C" not null,
    purged_at text collate "C" not null
);

create index capture_body on capture (sha256);

create function refuse_sealed() returns trigger language plpgsql as $$
begin
    raise exception 'hemkoll: sealed';
end $$;
create trigger seal_kept before update or delete on seal for each row execute function refuse_sealed();

create function refuse_in_sealed_round() returns trigger language plpgsql as $$
begin
    if exists (select 1 from seal where round_id = old.id) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_round before update or delete on round for each row execute function refuse_in_sealed_round();

create function refuse_visit_of_sealed() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from seal where round_id = case tg_op when 'INSERT' then new.round_id else old.round_id end
    ) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_visit before insert or update or delete on visit
for each row execute function refuse_visit_of_sealed();

create function refuse_in_sealed_visit() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from visit join seal on seal.round_id = visit.round_id
        where visit.id = case tg_op when 'INSERT' then new.visit_id else old.visit_id end
    ) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_capture before insert or update or delete on capture
for each row execute function refuse_in_sealed_visit();
create trigger sealed_page before insert or update or delete on page
for each row execute function refuse_in_sealed_visit();

-- Answers under other rule sets may still be added to a sealed round.
create function refuse_sealed_answer() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from visit join seal on seal.round_id = visit.round_id
        where visit.id = case tg_op when 'INSERT' then new.visit_id else old.visit_id end
        and seal.rules = case tg_op when 'INSERT' then new.manifest else old.manifest end
    ) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_finding before insert or update or delete on finding
for each row execute function refuse_sealed_answer();

-- A body may be emptied when its time is up, and filled again when it is fetched anew; never exchanged.
create function refuse_other_body() returns trigger language plpgsql as $$
begin
    if (old.sha256 <> new.sha256 or (length(old.zstd) > 0 and length(new.zstd) > 0)) and exists (
        select 1 from capture join visit on visit.id = capture.visit_id join seal on seal.round_id = visit.round_id
        where capture.sha256 = old.sha256
    ) then
        raise exception 'hemkoll: sealed';
    end if;
    return new;
end $$;
create trigger sealed_body before update on body for each row execute function refuse_other_body();
