drop table dossier_serials;
drop table paper_uses;
drop table draft_components;
drop table drafts;
drop table dossier_components;
drop table dossiers;
