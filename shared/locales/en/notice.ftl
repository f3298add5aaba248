notice-one-time-code = Mot Cua code: { $code }. Valid { $minutes } minutes. Never give this code to anyone.
notice-dossier-submitted = Mot Cua: dossier { $code } was sent. See its progress under Filed dossiers.
