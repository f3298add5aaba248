directory-none-yet = Chưa có đơn vị nào. Hãy chạy motcua serve một lần để nạp danh mục đơn vị.
directory-none-found = Không có đơn vị nào khớp.
directory-active = đang hoạt động
directory-not-active = không hoạt động
directory-unknown = Không có đơn vị nào mang mã { $code }. Xem mã các đơn vị bằng: motcua unit list
