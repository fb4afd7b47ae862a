-- Features count the other sellers of a mail domain: what follows the last @, as the engine has it, and nothing where nothing does.
drop index ix_seller_email_domain;
create index ix_seller_email_domain on seller (lower(substring(email from '@([^@]+)$'))) where email is not null;

-- A seller is what was told of it before the instant of a vector, so whoever once shared an identifier is looked for too.
create index ix_seller_history_bank_account on seller_history ((content ->> 'bank_account')) where content ->> 'bank_account' is not null;
create index ix_seller_history_device on seller_history ((content ->> 'device_id')) where content ->> 'device_id' is not null;
create index ix_seller_history_email_domain on seller_history (lower(substring(content ->> 'email' from '@([^@]+)$')))
  where content ->> 'email' is not null;
create index ix_seller_history_phone on seller_history ((content ->> 'phone')) where content ->> 'phone' is not null;
create index ix_seller_history_ip on seller_history ((content ->> 'ip')) where content ->> 'ip' is not null;
