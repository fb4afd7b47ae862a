-- Names are found by their words, and misspelt words by their trigrams: a trigram index over whole names reads hundreds of
-- thousands of candidates at a million sellers, one over the words that occur in names reads a few hundred. The extension is
-- a trusted one: the owner of the database may create it.
create extension if not exists pg_trgm with schema assize;

-- The words of a name, in small letters, without accents. Scripts written without spaces go in pairs of characters, so that
-- a part of a name finds it. The cost keeps the planner from computing this for a whole table.
create function name_words(name text) returns text[]
language sql immutable parallel safe cost 2000 set search_path from current
return (
  select coalesce(array_agg(distinct part.word), '{}')
  from regexp_split_to_table(
         normalize(regexp_replace(normalize(lower(name), nfkd), U&'[\0300-\036f''\2019]+', '', 'g'), nfc),
         U&'[\0001-\002f:-@[-`{-\00bf\2000-\206f\3000-\303f\fe30-\fe4f\ff00-\ff0f\ff1a-\ff20]+') as run
  cross join lateral (
    select substr(run, i, 2)
    from generate_series(1, greatest(length(run) - 1, 1)) i
    where run ~ U&'[\3040-\30ff\3400-\9fff\ac00-\d7af]'
    union all
    select left(run, 64) where run !~ U&'[\3040-\30ff\3400-\9fff\ac00-\d7af]'
  ) part (word)
  where run <> ''
);

create index ix_seller_name_words on seller using gin (name_words(name)) with (gin_pending_list_limit = 512)
  where name is not null;
create index ix_seller_name_prefix on seller (lower(name) text_pattern_ops) where name is not null;

-- Every word that was ever in a name. Two imports that bring the same new word at once both write it: no constraint, so
-- that nobody waits for anybody; readers take it once.
create table seller_word (word text not null);
create index ix_seller_word_prefix on seller_word (word text_pattern_ops);
create index ix_seller_word_trigrams on seller_word using gin (word gin_trgm_ops) with (gin_pending_list_limit = 256);
grant select on seller_word to assize_app;

create function keep_seller_words() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into seller_word (word)
  select distinct its.word from told cross join lateral unnest(name_words(told.name)) as its (word)
  where told.name is not null and not exists (select from seller_word known where known.word = its.word);
  return null;
end $$;
create trigger tr_seller_words_inserted after insert on seller
  referencing new table as told for each statement execute function keep_seller_words();
create trigger tr_seller_words_updated after update on seller
  referencing new table as told for each statement execute function keep_seller_words();
insert into seller_word (word) select distinct unnest(name_words(name)) from seller where name is not null;

-- creators are people, too, and looked for by their id
create index ix_orders_creator on orders (creator_id, placed_at) where creator_id is not null;

-- Where texts are not ordered by their bytes, the ordinary indexes can not answer what an id begins with.
do $$ begin
  if not (select datlocprovider = 'b' or datcollate in ('C', 'POSIX') from pg_database where datname = current_database()) then
    create index ix_seller_id_prefix on seller (seller_id text_pattern_ops);
    create index ix_orders_id_prefix on orders (order_id text_pattern_ops);
    create index ix_orders_buyer_prefix on orders (buyer_id text_pattern_ops);
    create index ix_orders_creator_prefix on orders (creator_id text_pattern_ops) where creator_id is not null;
  end if;
end $$;
