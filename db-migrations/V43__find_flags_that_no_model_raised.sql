-- Almost every flag is a model's. Whether somebody or something else raised one of a case is asked of each case that a list looks
-- through, and answered from here without a look at the flags.
create index ix_flag_by_others on flag (case_id, origin) where origin <> 'model';
