-- Who may log in where hemkoll is served, and who is logged in. key: the name without regard to case. password: a PHC string
-- (argon2id). token: SHA-256 of the random bits in the cookie, hexadecimal; the bits themselves are stored nowhere.
-- password_no: which of the person's passwords, from 1; a session is one of the password that it was begun by.
create table account (
    id integer primary key,
    name text not null,
    key text not null unique,
    role text not null,
    password text not null,
    password_no bigint not null,
    added_at text not null
);

create table session (
    token text primary key,
    account_id bigint not null references account (id) on delete cascade,
    password_no bigint not null,
    expires_at text not null
);
create index session_of_account on session (account_id);
