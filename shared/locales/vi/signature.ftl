signature-tag-passed = Chữ ký hợp lệ
signature-tag-undecided = Chưa rõ tình trạng thu hồi
signature-tag-failed = Chữ ký không hợp lệ
signature-tag-unsigned = Chưa ký số
signature-tag-unreadable = Không đọc được
