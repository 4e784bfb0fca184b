-- What people have decided of the questions of a round: added, never changed or deleted. Of several on one question the
-- last (highest id) holds. url to sha256: the exact words that decide, on a page of the round; empty when none are pointed
-- at. replaced: the answer that held until then; replaced_by: who had given it, empty for the program.
create table decision (
    id integer primary key,
    visit_id bigint not null references visit (id),
    rule text not null,
    outcome text not null,
    decided_by text not null,
    decided_at text not null,
    reason text not null,
    url text not null,
    page_title text not null,
    selector text not null,
    quote text not null,
    sha256 text not null,
    judging_hash text not null,
    replaced text not null,
    replaced_by text not null
);
create index decision_of_visit on decision (visit_id, id);

create trigger decision_update before update on decision begin select raise(abort, 'hemkoll: append-only'); end;
create trigger decision_delete before delete on decision begin select raise(abort, 'hemkoll: append-only'); end;

create trigger sealed_decision_insert before insert on decision
when exists (select 1 from visit join seal on seal.round_id = visit.round_id where visit.id = new.visit_id)
begin select raise(abort, 'hemkoll: sealed'); end;
