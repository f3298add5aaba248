drop trigger tg_feedbacks_mark on feedbacks;
drop trigger tg_dossiers_mark on dossiers;
drop function mark_feedback();
drop function mark_dossier();
drop table figure_totals;
drop table figure_units;
drop table figure_feedbacks;
drop table figure_facts;
drop table figure_marks;
