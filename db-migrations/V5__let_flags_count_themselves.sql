-- How many flags came of a scoring run is told by the flags; a second count could only disagree.
alter table scoring_run drop column flagged, drop column sampled;
