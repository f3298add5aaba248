drop table password_closing_notices;
drop table password_closings;
alter table officers drop column removed_at;
alter table officers drop column check_differs;
alter table officers drop column checked_at;
alter table officers drop column login_name;
