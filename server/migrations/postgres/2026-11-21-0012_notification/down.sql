drop table gateway_tokens;
drop table messages;
drop table message_preferences;
