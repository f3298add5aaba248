drop table result_drafts;
