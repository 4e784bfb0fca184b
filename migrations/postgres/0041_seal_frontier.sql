-- What a seal covers more: what became of each address, who handed in which page, and the rule files. The words of links
-- may still be emptied when their time is up.
create trigger sealed_frontier before insert or delete on frontier
for each row execute function refuse_in_sealed_visit();
create trigger sealed_frontier_update before update on frontier
for each row when (
    (old.visit_id, old.url, old.priority, old.depth, old.seq, old.found_on, old.state, coalesce(old.reason, ''))
    is distinct from
    (new.visit_id, new.url, new.priority, new.depth, new.seq, new.found_on, new.state, coalesce(new.reason, ''))
)
execute function refuse_in_sealed_visit();

create function refuse_sealed_import() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from capture join visit on visit.id = capture.visit_id join seal on seal.round_id = visit.round_id
        where capture.id = old.capture_id
    ) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_import before update or delete on import
for each row execute function refuse_sealed_import();

create function refuse_sealed_rules() returns trigger language plpgsql as $$
begin
    if exists (select 1 from seal where rules = old.manifest) then
        raise exception 'hemkoll: sealed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_ruleset before update or delete on ruleset
for each row execute function refuse_sealed_rules();
