notice-one-time-code = Mot Cua code: { $code }. Valid { $minutes } minutes. Never give this code to anyone.
notice-dossier-submitted = Mot Cua: dossier { $code } was sent. See its progress under Filed dossiers.
notice-password-changed = Mot Cua: the password of your account was changed at { $time }. If this was not you, set a new one and visit the one-stop desk.
