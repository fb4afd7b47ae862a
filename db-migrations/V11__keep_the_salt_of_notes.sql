-- what the trail commits to instead of the words themselves
alter table note add column salt bytea not null;
