notice-one-time-code = Ma xac thuc Mot Cua: { $code }. Hieu luc { $minutes } phut. Khong dua ma nay cho bat ky ai.
notice-dossier-submitted = Mot Cua: ho so { $code } da duoc gui. Xem tien do trong muc Ho so da nop.
notice-password-changed = Mot Cua: mat khau cua tai khoan vua duoc doi luc { $time }. Neu khong phai ban, hay dat lai mat khau va den Bo phan mot cua.
