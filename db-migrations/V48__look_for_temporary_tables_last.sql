-- Functions that run as the owner of the tables look into a session's temporary schema last: a table that the application's role has
-- made there, of the name of one of theirs, is none of theirs.
do $$
declare
  each regprocedure;
begin
  for each in
    select p.oid::regprocedure from pg_proc p where p.prosecdef and p.pronamespace = current_schema()::regnamespace
  loop
    execute format('alter function %s set search_path = %I, pg_temp', each, current_schema());
  end loop;
end $$;
