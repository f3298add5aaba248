drop table partner_papers;
