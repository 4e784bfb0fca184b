-- What a seal covers more: what became of each address, who handed in which page, and the rule files. The words of links
-- may still be emptied when their time is up.
create trigger sealed_frontier_insert before insert on frontier
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = new.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_frontier_update before update on frontier
when (old.visit_id, old.url, old.priority, old.depth, old.seq, old.found_on, old.state, coalesce(old.reason, ''))
    is not (new.visit_id, new.url, new.priority, new.depth, new.seq, new.found_on, new.state, coalesce(new.reason, ''))
    and exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_frontier_delete before delete on frontier
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = old.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_import_update before update on import
when exists (
    select 1 from capture join visit on visit.id = capture.visit_id join seal on seal.round_id = visit.round_id
    where capture.id = old.capture_id
)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_import_delete before delete on import
when exists (
    select 1 from capture join visit on visit.id = capture.visit_id join seal on seal.round_id = visit.round_id
    where capture.id = old.capture_id
)
begin select raise(abort, 'hemkoll: sealed'); end;

create trigger sealed_ruleset_update before update on ruleset
when exists (select 1 from seal where rules = old.manifest)
begin select raise(abort, 'hemkoll: sealed'); end;
create trigger sealed_ruleset_delete before delete on ruleset
when exists (select 1 from seal where rules = old.manifest)
begin select raise(abort, 'hemkoll: sealed'); end;
