# Sent by the server only. SMS: no marks, because a marked text costs two messages; e-mail: proper Vietnamese.
notice-purpose-sign-in = dang nhap
notice-purpose-register = dang ky tai khoan
notice-purpose-reset-password = dat lai mat khau
notice-purpose-lost-phone = thay so dien thoai
notice-purpose-add-phone = them so dien thoai
notice-purpose-add-email = them thu dien tu
notice-purpose-confirm = xac nhan thay doi
notice-purpose-link = lien ket tai khoan
notice-purpose-assist = dang ky tai quay
notice-purpose-vault-look = dong y cho xem kho giay to
notice-mail-purpose-sign-in = đăng nhập
notice-mail-purpose-register = đăng ký tài khoản
notice-mail-purpose-reset-password = đặt lại mật khẩu
notice-mail-purpose-lost-phone = thay số điện thoại đã mất
notice-mail-purpose-add-phone = thêm số điện thoại
notice-mail-purpose-add-email = thêm địa chỉ thư điện tử
notice-mail-purpose-confirm = xác nhận thay đổi
notice-mail-purpose-link = liên kết tài khoản
notice-mail-purpose-assist = đăng ký tại bộ phận một cửa
notice-mail-purpose-vault-look = đồng ý cho cán bộ xem kho giấy tờ
notice-sms-one-time-code = Ma xac thuc Mot Cua: { $code } ({ $purpose }). Hieu luc { $minutes } phut. Khong dua ma nay cho bat ky ai.
notice-sms-read-out-code = Ma Mot Cua: { $code } ({ $purpose }). Hieu luc { $minutes } phut. Chi doc cho can bo ban dang gap, khong gui cho ai khac.
notice-sms-dossier-submitted = Mot Cua: ho so { $dossier } da duoc gui. Xem tien do trong muc Ho so da nop.
notice-sms-account-opened = Mot Cua: tai khoan cua ban da duoc tao luc { $time }. Neu khong phai ban, xin bao bo phan mot cua.
notice-sms-new-device = Mot Cua: tai khoan vua dang nhap tren thiet bi moi luc { $time }. Neu khong phai ban, hay doi mat khau ngay.
notice-sms-phone-changed = Mot Cua: so dien thoai cua tai khoan duoc doi thanh { $phone } luc { $time }. Neu khong phai ban, xin bao bo phan mot cua ngay.
notice-sms-email-changed = Mot Cua: thu dien tu cua tai khoan duoc doi luc { $time }. Neu khong phai ban, xin bao bo phan mot cua ngay.
notice-sms-password-changed = Mot Cua: mat khau duoc doi luc { $time }. Neu khong phai ban, hay dat lai mat khau va bao bo phan mot cua.
notice-sms-password-link = Mot Cua: dat mat khau tai { $url } (trong { $hours } gio, dung mot lan). Khong chuyen tiep tin nay.
notice-sms-certificate-added = Mot Cua: chung thu so moi (den { $until }) dung cho tai khoan luc { $time }. Neu khong phai don vi ban, xin bao bo phan mot cua ngay.
notice-sms-signed-in-with-token = Mot Cua: tai khoan vua dang nhap bang chung thu so luc { $time }. Neu khong phai don vi ban, xin bao bo phan mot cua ngay.
notice-subject-one-time-code = Mã xác thực Một Cửa
notice-sms-draft-ends = Mot Cua: ban nhap ho so cua ong/ba se bi xoa ngay { $day } neu khong duoc dien tiep. Xem muc Ban nhap.
notice-subject-draft-ends = Bản nháp hồ sơ sắp bị xoá
notice-mail-draft-ends =
    Bản nháp hồ sơ “{ $procedure }” của ông/bà đã lâu không được điền tiếp và sẽ bị xoá ngày { $day }, cùng các tệp chỉ tải lên cho bản nháp này.

    Để giữ lại, hãy mở bản nháp trong mục “Nộp trực tuyến” và điền tiếp. Giấy tờ trong kho không bị ảnh hưởng.
notice-subject-dossier-submitted = Hồ sơ { $dossier } đã được gửi
notice-subject-account-opened = Tài khoản Một Cửa đã được tạo
notice-subject-new-device = Đăng nhập trên thiết bị mới
notice-subject-phone-changed = Số điện thoại của tài khoản đã đổi
notice-subject-email-changed = Địa chỉ thư điện tử của tài khoản đã đổi
notice-subject-password-changed = Mật khẩu của tài khoản đã đổi
notice-subject-password-link = Đặt mật khẩu tài khoản Một Cửa
notice-subject-account-hold = Có yêu cầu lấy lại tài khoản
notice-subject-certificate-added = Chứng thư số mới dùng cho tài khoản
notice-subject-signed-in-with-token = Đăng nhập bằng chứng thư số
notice-mail-one-time-code =
    Mã xác thực của ông/bà để { $purpose }: { $code }

    Mã có hiệu lực trong { $minutes } phút và chỉ dùng được một lần. Không đưa mã này cho bất kỳ ai, kể cả cán bộ.
notice-mail-read-out-code =
    Mã để { $purpose }: { $code }

    Mã có hiệu lực trong { $minutes } phút và chỉ dùng được một lần. Chỉ đọc mã cho cán bộ ông/bà đang gặp tại quầy, nếu ông/bà đồng ý. Không gửi mã cho ai khác.
notice-mail-dossier-submitted =
    Hồ sơ { $dossier } đã được gửi đến cơ quan giải quyết.

    Xem tiến độ trong mục “Hồ sơ đã nộp” trên cổng.
notice-mail-account-opened =
    Tài khoản của ông/bà trên cổng Một Cửa đã được tạo lúc { $time }.

    Nếu ông/bà không đăng ký, xin báo cho bộ phận một cửa gần nhất.
notice-mail-new-device =
    Tài khoản của ông/bà vừa đăng nhập trên một thiết bị mới ({ $device }) lúc { $time }.

    Nếu đúng là ông/bà thì không cần làm gì. Nếu không, hãy đổi mật khẩu và kết thúc các phiên đăng nhập khác trong mục “Quản lý tài khoản”.
notice-mail-phone-changed =
    Số điện thoại của tài khoản đã được đổi thành { $phone } lúc { $time }.

    Nếu ông/bà không yêu cầu, xin báo ngay cho bộ phận một cửa.
notice-mail-email-changed =
    Địa chỉ thư điện tử của tài khoản đã được đổi lúc { $time }.

    Nếu ông/bà không yêu cầu, xin báo ngay cho bộ phận một cửa.
notice-mail-password-changed =
    Mật khẩu của tài khoản đã được đổi lúc { $time }.

    Nếu ông/bà không đổi, hãy dùng “Quên mật khẩu” để đặt lại và báo cho bộ phận một cửa.
notice-mail-password-link =
    Để đặt mật khẩu cho tài khoản, xin mở địa chỉ sau:

    { $url }

    Địa chỉ này có hiệu lực trong { $hours } giờ và chỉ dùng được một lần. Không chuyển tiếp thư này cho ai.
notice-sms-signed-in = Mot Cua: tai khoan cua ban vua dang nhap luc { $time }. Neu khong phai ban, hay doi mat khau ngay.
notice-sms-phone-added = Mot Cua: them so { $phone } vao tai khoan. Khong phai ban? Huy trong { $hours } gio: { $url }
notice-sms-phone-removed = Mot Cua: so { $phone } duoc bo khoi tai khoan luc { $time }. Neu khong phai ban, xin bao bo phan mot cua ngay.
notice-sms-recovery-codes-made = Mot Cua: ma du phong moi duoc tao luc { $time }, ma cu het hieu luc. Neu khong phai ban, hay doi mat khau ngay.
notice-sms-recovery-code-used = Mot Cua: mot ma du phong vua duoc dung luc { $time }, con { $left } ma. Neu khong phai ban, hay doi mat khau ngay.
notice-sms-account-hold = Mot Cua: so { $phone } se thay so cua ban sau { $hours } gio. Khong phai ban? Huy: { $url }
notice-subject-signed-in = Tài khoản vừa đăng nhập
notice-subject-phone-added = Một số điện thoại được thêm vào tài khoản
notice-subject-phone-removed = Một số điện thoại được bỏ khỏi tài khoản
notice-subject-recovery-codes-made = Mã dự phòng mới của tài khoản
notice-subject-recovery-code-used = Một mã dự phòng vừa được dùng
notice-mail-signed-in =
    Tài khoản của ông/bà vừa đăng nhập ({ $device }) lúc { $time }.

    Nếu đúng là ông/bà thì không cần làm gì. Nếu không, hãy đổi mật khẩu và kết thúc các phiên đăng nhập khác trong mục “Quản lý tài khoản”.
notice-mail-certificate-added =
    Lúc { $time }, tài khoản của đơn vị được mở bằng một chứng thư số mới, có hiệu lực đến { $until }.

    Nếu đơn vị vừa gia hạn hoặc đổi chứng thư số thì không cần làm gì. Nếu không, xin báo ngay cho bộ phận một cửa và nơi cấp chứng thư số.
notice-mail-signed-in-with-token =
    Tài khoản của đơn vị vừa đăng nhập bằng chứng thư số (USB hoặc SIM ký số) lúc { $time }.

    Nếu đúng là đơn vị thì không cần làm gì. Nếu không, xin báo ngay cho bộ phận một cửa và nơi cấp chứng thư số.
notice-mail-phone-added =
    Số điện thoại { $phone } vừa được thêm vào tài khoản của ông/bà.

    Nếu đúng là ông/bà thì không cần làm gì. Nếu không, hãy mở địa chỉ sau trong vòng { $hours } giờ để hủy:

    { $url }
notice-mail-phone-removed =
    Số điện thoại { $phone } đã được bỏ khỏi tài khoản của ông/bà lúc { $time }.

    Nếu ông/bà không yêu cầu, xin báo ngay cho bộ phận một cửa.
notice-mail-recovery-codes-made =
    Mã dự phòng mới của tài khoản được tạo lúc { $time }. Các mã cũ không dùng được nữa.

    Nếu ông/bà không tạo, hãy đổi mật khẩu ngay và báo cho bộ phận một cửa.
notice-mail-recovery-code-used =
    Một mã dự phòng của tài khoản vừa được dùng lúc { $time }. Còn lại { $left } mã.

    Nếu ông/bà không dùng, hãy đổi mật khẩu ngay và báo cho bộ phận một cửa.
notice-mail-account-hold =
    Lúc { $time }, có người báo mất điện thoại và yêu cầu dùng số { $phone } cho tài khoản của ông/bà. Số mới chỉ có hiệu lực sau { $hours } giờ.

    Nếu đúng là ông/bà thì không cần làm gì. Nếu không, hãy mở địa chỉ sau để hủy:

    { $url }
notice-mail-footer = Thư này do cổng Một Cửa tự động gửi, xin không trả lời. Cổng không bao giờ hỏi mật khẩu hay mã xác thực qua thư.
notice-claim-kept = da kiem tra; tai khoan la cua nguoi dang dung va duoc giu nguyen
notice-claim-suspended = da tam dinh chi tai khoan do
notice-claim-no-account = khong co tai khoan nao theo so ban da bao
notice-sms-claim-settled = Mot Cua: phan anh cua ban ve tai khoan: { $outcome }. Can hoi them, xin den bo phan mot cua.
notice-reviewed-kept = duoc giu nguyen
notice-reviewed-suspended = bi tam dinh chi
notice-sms-account-reviewed = Mot Cua: tai khoan cua ban { $outcome } luc { $time } sau khi xem xet phan anh. Can hoi, xin den bo phan mot cua.
notice-subject-claim-settled = Kết quả phản ánh về tài khoản
notice-subject-account-reviewed = Tài khoản đã được xem xét
notice-mail-claim-kept = tài khoản là của người đang dùng và được giữ nguyên
notice-mail-claim-suspended = tài khoản đó đã bị tạm đình chỉ
notice-mail-claim-no-account = không có tài khoản nào theo số đã báo
notice-mail-claim-settled =
    Bộ phận một cửa đã kiểm tra phản ánh của ông/bà: { $outcome }.
    Nếu cần hỏi thêm, xin đến bộ phận một cửa và mang theo giấy tờ tùy thân.
notice-mail-reviewed-kept = được giữ nguyên
notice-mail-reviewed-suspended = bị tạm đình chỉ
notice-mail-account-reviewed =
    Sau khi xem xét một phản ánh, tài khoản của ông/bà { $outcome } lúc { $time }.
    Nếu cần hỏi thêm, xin đến bộ phận một cửa và mang theo giấy tờ tùy thân.
notice-rights-added = duoc tao
notice-rights-changed = duoc thay doi quyen hoac thong tin
notice-rights-suspended = bi tam dinh chi
notice-rights-resumed = hoat dong tro lai
notice-rights-removed = bi xoa
notice-sms-staff-rights = Mot Cua: tai khoan can bo cua ban { $outcome } luc { $time }. Neu khong ro ly do, hay hoi nguoi quan tri.
notice-subject-staff-rights = Tài khoản cán bộ của bạn có thay đổi
notice-mail-rights-added = được tạo
notice-mail-rights-changed = được thay đổi quyền hoặc thông tin
notice-mail-rights-suspended = bị tạm đình chỉ
notice-mail-rights-resumed = hoạt động trở lại
notice-mail-rights-removed = bị xóa, không dùng được nữa
notice-mail-staff-rights =
    Tài khoản cán bộ của ông/bà trên cổng { $outcome } lúc { $time }.
    Ông/bà đăng nhập bằng VNeID tại trang dành cho cán bộ. Nếu không rõ lý do, xin hỏi người quản trị của đơn vị.
notice-sms-password-closes = Mot Cua: tu ngay { $day } tai khoan can bo cua ban khong dang nhap bang mat khau duoc nua. Hay dang nhap bang VNeID truoc ngay do.
notice-subject-password-closes = Từ ngày { $day } cán bộ đăng nhập bằng VNeID
notice-mail-password-closes =
    Từ ngày { $day }, tài khoản cán bộ của ông/bà trên cổng không đăng nhập bằng mật khẩu được nữa, chỉ còn đăng nhập bằng VNeID.
    Tài khoản này chưa được gắn với VNeID. Trước ngày đó, xin ông/bà đăng nhập một lần bằng VNeID tại trang dành cho cán bộ. Nếu không vào được, xin hỏi người quản trị của đơn vị.
notice-delegation-begun = bat dau co hieu luc
notice-delegation-withdrawn = da duoc rut
notice-delegation-ended = da ket thuc
notice-sms-delegation = Mot Cua: uy quyen giai quyet ho so cua ban { $outcome } luc { $time }. Xem muc Uy quyen giai quyet tren trang can bo.
notice-mail-delegation-begun = bắt đầu có hiệu lực
notice-mail-delegation-withdrawn = đã được rút
notice-mail-delegation-ended = đã kết thúc vì quyền của một trong hai tài khoản thay đổi
notice-subject-delegation = Ủy quyền giải quyết hồ sơ { $outcome }
notice-mail-delegation =
    Ủy quyền giải quyết hồ sơ { $outcome } lúc { $time }.
    { $delegator } ủy quyền cho { $delegate }, đến hết ngày { $until }.

    Ông/bà xem chi tiết tại mục Ủy quyền giải quyết trên trang dành cho cán bộ.
notice-sms-email-removed = Mot Cua: thu dien tu cua tai khoan duoc bo luc { $time }. Neu khong phai ban, xin bao bo phan mot cua ngay.
notice-subject-email-removed = Địa chỉ thư điện tử được bỏ khỏi tài khoản
notice-mail-email-removed =
    Địa chỉ thư điện tử này đã được bỏ khỏi tài khoản của ông/bà lúc { $time }. Từ nay cổng không gửi thông báo đến đây nữa.

    Nếu ông/bà không yêu cầu, xin báo ngay cho bộ phận một cửa.
notice-half-morning = buoi sang
notice-half-afternoon = buoi chieu
notice-sms-copy-appointed = Mot Cua: hen chung thuc ban sao { $part } ngay { $day }. Mang theo ban chinh va giay to tuy than.
notice-sms-copy-issued = Mot Cua: ban sao chung thuc so { $number } da co trong kho giay to cua ban.
notice-sms-copy-refused = Mot Cua: yeu cau chung thuc ban sao bi tu choi luc { $time }. Xem ly do tren cong, muc Ban sao chung thuc.
notice-subject-copy-appointed = Lịch hẹn chứng thực bản sao điện tử
notice-subject-copy-issued = Bản sao chứng thực đã có trong kho
notice-subject-copy-refused = Yêu cầu chứng thực bản sao bị từ chối
notice-mail-copy-appointed =
    Ông/bà đã hẹn đến chứng thực bản sao điện tử vào { $when }.

    Xin mang theo bản chính và giấy tờ tùy thân. Nếu không đến được, hãy đổi lịch hoặc hủy trên cổng.
notice-mail-copy-issued =
    Bản sao điện tử được chứng thực số { $number } đã có trong kho giấy tờ của ông/bà.

    Ông/bà có thể dùng bản sao này khi nộp hồ sơ trực tuyến.
notice-mail-copy-refused =
    Yêu cầu chứng thực bản sao điện tử của ông/bà bị từ chối lúc { $time }.

    Lý do được ghi trong yêu cầu, tại mục “Bản sao chứng thực” trên cổng. Ông/bà không phải trả phí.
notice-sms-file-infected = Mot Cua: mot tep ban gui co ma doc nen khong duoc dung nua ({ $time }). Hay quet vi-rut may cua ban va xem thu dien tu.
notice-subject-file-infected = Một tệp đã gửi có mã độc
notice-mail-file-infected =
    Lúc { $time }, phần mềm diệt vi-rút phát hiện mã độc trong tệp “{ $file }” mà ông/bà đã gửi. Tệp không được dùng và không ai mở được nữa.

    Xin quét vi-rút máy của mình, rồi gửi lại một tệp khác nếu còn cần.
notice-feedback-sent = da gui den co quan cap
notice-feedback-comparing = dang duoc doi chieu
notice-feedback-replaced = co ket qua moi trong kho
notice-feedback-refused = khong duoc chap nhan, ly do xem tren cong
notice-sms-feedback = Mot Cua: phan anh cua ban ve ket qua giai quyet { $outcome } ({ $time }). Xem tai Kho du lieu.
notice-subject-feedback = Phản ánh về kết quả giải quyết
notice-mail-feedback-sent = đã được gửi đến cơ quan cấp kết quả
notice-mail-feedback-comparing = đang được cơ quan cấp đối chiếu
notice-mail-feedback-replaced = đã được chấp nhận, tệp đúng đã thay tệp cũ trong kho
notice-mail-feedback-refused = không được chấp nhận, lý do ghi trong phản ánh
notice-mail-feedback =
    Phản ánh của ông/bà về kết quả giải quyết: { $outcome } (lúc { $time }).
    Mời xem từng bước tại mục Phản ánh trong Kho dữ liệu cá nhân, tổ chức.
notice-petition-received = da duoc tiep nhan
notice-petition-refused = khong duoc tiep nhan, ly do xem tren cong
notice-petition-asked = can bo sung thong tin
notice-petition-answered = da duoc tra loi
notice-sms-petition = Mot Cua: phan anh, kien nghi { $petition } { $outcome }. Xem tai muc Phan anh, kien nghi.
notice-subject-petition = Phản ánh, kiến nghị { $petition }
notice-mail-petition-received = đã được tiếp nhận
notice-mail-petition-refused = không được tiếp nhận, căn cứ ghi tại trang phản ánh
notice-mail-petition-asked = cần ông/bà bổ sung thông tin; câu hỏi ghi tại trang phản ánh
notice-mail-petition-answered = đã được trả lời
notice-mail-petition =
    Phản ánh, kiến nghị { $petition } { $outcome }.
    Ông/bà xem tại mục Phản ánh, kiến nghị trên cổng (địa chỉ /kien-nghi).
notice-sms-dossier-paper-replaced = Mot Cua: mot giay to da nop trong ho so { $dossier } vua duoc co quan cap thay tep dung. Xem tai trang ho so.
notice-subject-dossier-paper-replaced = Hồ sơ { $dossier }: một giấy tờ đã được thay tệp
notice-mail-dossier-paper-replaced =
    Một giấy tờ đã nộp trong hồ sơ { $dossier } có sai sót và vừa được cơ quan cấp thay bằng tệp đúng.
    Cơ quan tiếp nhận hồ sơ cũng nhận được thông tin này. Ông/bà xem chi tiết tại trang hồ sơ.
notice-sms-paper-shared = Mot Cua: co giay to duoc chia se voi don vi ban luc { $time }. Xem tai { $url }
notice-sms-share-used-up = Mot Cua: mot luot chia se giay to cua ban da dung het so lan luc { $time }. Xem trong muc Kho giay to.
notice-sms-vault-looked = Mot Cua: can bo xem kho giay to cua ban luc { $time }. Neu khong dong y: { $url }
notice-subject-paper-shared = Có giấy tờ được chia sẻ với đơn vị
notice-subject-share-used-up = Một lượt chia sẻ giấy tờ đã dùng hết số lần
notice-subject-vault-looked = Cán bộ vừa xem kho giấy tờ của ông/bà
notice-mail-paper-shared =
    { $from } đã chia sẻ một giấy tờ với đơn vị lúc { $time }.

    Xem giấy tờ tại { $url }. Mỗi lần xem đều được ghi vào nhật ký của chủ giấy tờ.
notice-mail-share-used-up =
    Lượt chia sẻ giấy tờ “{ $paper }” đã được dùng hết số lần cho phép lúc { $time }.

    Nếu vẫn cần, ông/bà chia sẻ lại trong mục “Kho giấy tờ”.
notice-mail-vault-looked =
    { $unit } vừa mở kho giấy tờ của ông/bà lúc { $time }, với sự đồng ý được ghi nhận tại quầy.

    Những gì cán bộ đã xem nằm trong nhật ký: { $url }. Nếu ông/bà không đồng ý, hãy bấm “Tôi không đồng ý” ở đó: lượt xem kết thúc ngay và đơn vị nhận được ý kiến.
notice-dossier-received = da duoc tiep nhan, hen tra ket qua ngay { $due }
notice-dossier-refused = khong duoc tiep nhan, ly do xem tai trang ho so
notice-dossier-stopped = da dung xu ly, ly do xem tai trang ho so
notice-dossier-in-vault = da co ket qua, tep ket qua nam trong Kho du lieu cua ban
notice-dossier-ready = da co ket qua, xem cach nhan tai trang ho so
notice-dossier-fee-paid = da nop le phi { $amount }
notice-dossier-fee-waived = duoc mien le phi
notice-dossier-fee-refunded = duoc hoan { $amount } le phi
notice-dossier-fee-overpaid = nhan thua { $amount } le phi, khoan nay se duoc hoan lai
notice-dossier-fee-kept = khong duoc hoan { $amount } le phi, ly do o trang ho so
notice-dossier-fee-struck = khoan chuyen { $amount } ghi nham da duoc go, xem phan Le phi
notice-dossier-supplement-asked = can bo sung truoc het ngay { $until }, xem tai trang ho so
notice-dossier-supplied = da nhan noi dung bo sung, hen tra ket qua ngay { $due }
notice-dossier-extended = co quan xin loi, hen tra ket qua lai ngay { $due }
notice-dossier-handed-over = duoc chuyen sang co quan khac giai quyet tiep vi co quan cu thoi hoat dong; ngay hen khong doi
notice-dossier-supplied-early = da nhan noi dung bo sung, co quan se xem de tiep nhan
notice-dossier-withdrawn = da duoc rut theo yeu cau
notice-dossier-withdrawal-declined = chua duoc rut, ly do xem tai trang ho so
notice-dossier-message = co tin nhan moi cua co quan, xem tai trang ho so
notice-sms-dossier-moved = Mot Cua: ho so { $dossier } { $outcome }.
notice-subject-dossier-moved = Tình trạng hồ sơ { $dossier }
notice-mail-dossier-received = đã được tiếp nhận, hẹn trả kết quả ngày { $due }
notice-mail-dossier-refused = không được tiếp nhận, lý do ghi tại trang hồ sơ
notice-mail-dossier-stopped = đã dừng xử lý, lý do ghi tại trang hồ sơ
notice-mail-dossier-in-vault = đã có kết quả, tệp kết quả đã ký số nằm trong Kho dữ liệu của ông/bà
notice-mail-dossier-ready = đã có kết quả, cách nhận ghi tại trang hồ sơ
notice-mail-dossier-fee-paid = đã nộp lệ phí { $amount }; biên nhận nằm ở phần Lệ phí
notice-mail-dossier-fee-waived = được miễn lệ phí, lý do ghi ở phần Lệ phí
notice-mail-dossier-fee-refunded = được hoàn { $amount } lệ phí, chứng từ ghi ở phần Lệ phí
notice-mail-dossier-fee-overpaid = nhận thừa { $amount } lệ phí; khoản này sẽ được hoàn lại, ông/bà không phải làm gì thêm
notice-mail-dossier-fee-kept = không được hoàn { $amount } lệ phí; lý do ghi ở trang hồ sơ
notice-mail-dossier-fee-struck = khoản chuyển { $amount } đã ghi nhầm vào hồ sơ này và được gỡ; phần Lệ phí ghi lý do và số còn phải nộp
notice-mail-dossier-supplement-asked = cần bổ sung trước hết ngày { $until }; từng mục và lý do ghi tại trang hồ sơ
notice-mail-dossier-supplied = đã nhận nội dung bổ sung, hẹn trả kết quả ngày { $due }
notice-mail-dossier-extended = chưa xong như đã hẹn; cơ quan xin lỗi và hẹn trả kết quả ngày { $due }. Thư xin lỗi có trong trang hồ sơ
notice-mail-dossier-handed-over = được chuyển sang cơ quan khác giải quyết tiếp, vì cơ quan cũ thôi hoạt động. Ngày hẹn trả không đổi; bạn không phải làm gì
notice-mail-dossier-supplied-early = đã nhận nội dung bổ sung, cơ quan sẽ xem để tiếp nhận
notice-mail-dossier-withdrawn = đã được rút theo yêu cầu của ông/bà
notice-mail-dossier-withdrawal-declined = chưa được rút, lý do ghi tại trang hồ sơ
notice-mail-dossier-message = có tin nhắn mới của cơ quan, đọc tại trang hồ sơ
notice-mail-dossier-moved =
    Hồ sơ { $dossier } { $outcome }.
    Ông/bà xem quá trình xử lý tại trang hồ sơ trên cổng.
notice-dossier-filed-for-owner = duoc nguoi khac nop thay ban; neu ban khong nho ai nop, hay bao co quan giai quyet
notice-dossier-ready-for-owner = da co ket qua, nhan nhu da chon khi nop; dang ky tai khoan thi tep vao Kho du lieu cua ban
notice-sms-dossier-submitted-fee = Mot Cua: ho so { $dossier } da duoc gui. Can nop le phi { $amount }, cach nop o trang ho so.
notice-mail-dossier-filed-for-owner = được người khác nộp thay ông/bà; nếu ông/bà không nhờ ai nộp, hãy báo cơ quan giải quyết
notice-mail-dossier-ready-for-owner = đã có kết quả, nhận theo hình thức đã chọn khi nộp; khi ông/bà đăng ký tài khoản bằng đúng số định danh, tệp kết quả tự vào Kho dữ liệu của ông/bà
notice-mail-dossier-submitted-fee =
    Hồ sơ { $dossier } đã được gửi đến cơ quan giải quyết.

    Hồ sơ này cần nộp lệ phí { $amount }. Cách nộp và biên nhận ở phần Lệ phí của trang hồ sơ. Cán bộ không gọi điện yêu cầu chuyển tiền.
