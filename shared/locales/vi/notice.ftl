notice-one-time-code = Ma xac thuc Mot Cua: { $code }. Hieu luc { $minutes } phut. Khong dua ma nay cho bat ky ai.
notice-dossier-submitted = Mot Cua: ho so { $code } da duoc gui. Xem tien do trong muc Ho so da nop.
