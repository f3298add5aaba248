drop table dossier_words;
delete from jobs where kind = 'filing.find-words';
