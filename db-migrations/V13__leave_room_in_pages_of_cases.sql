-- Every act on a case moves the head of its chain, a second update of the row in the same transaction. With room left in the
-- page it stays there and touches none of the table's indexes.
alter table fraud_case set (fillfactor = 75);
