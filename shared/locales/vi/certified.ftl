# Certified electronic copies.
certified-ground-altered = Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ
certified-ground-damaged = Bản chính bị hư hỏng, cũ nát, không xác định được nội dung
certified-ground-secret = Bản chính đóng dấu mật hoặc ghi rõ không được sao chụp
certified-ground-unlawful = Bản chính có nội dung trái pháp luật, đạo đức xã hội
certified-ground-not-legalised = Bản chính của nước ngoài chưa được hợp pháp hóa lãnh sự
certified-ground-unconfirmed = Giấy tờ do cá nhân tự lập, không có xác nhận và đóng dấu của cơ quan, tổ chức có thẩm quyền
certified-ground-no-original = Không xuất trình được bản chính
