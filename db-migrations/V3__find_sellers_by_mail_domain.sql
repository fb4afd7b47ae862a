-- Features count the other sellers of a mail domain; without this index each live score would read every seller.
create index ix_seller_email_domain on seller (lower(split_part(email, '@', 2))) where email is not null;
