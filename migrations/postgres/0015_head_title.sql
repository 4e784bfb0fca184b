-- What a page's `title` says, word for word; `title` itself holds the first heading where there is one.
alter table page add column head_title text not null default '';
