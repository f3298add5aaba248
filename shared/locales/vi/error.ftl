# One sentence per error code: what to do, no blame, no jargon.
error-bad-request = Yêu cầu gửi đi bị thiếu hoặc sai cấu trúc. Hãy tải lại trang rồi thử lại.
error-sign-in-needed = Phiên làm việc đã kết thúc. Hãy đăng nhập lại để tiếp tục.
error-not-allowed = Tài khoản đang dùng không làm được việc này. Hãy đổi sang tài khoản phù hợp.
error-not-found = Không tìm thấy nội dung này. Hãy quay lại danh sách rồi chọn lại.
error-version-conflict = Nội dung vừa được thay đổi ở nơi khác. Hãy xem bản mới nhất rồi sửa lại.
error-body-too-large = Nội dung gửi đi quá lớn. Hãy rút gọn rồi gửi lại.
error-too-many-requests = Có quá nhiều yêu cầu trong thời gian ngắn. Hãy đợi một lát rồi thử lại.
error-internal = Hệ thống gặp sự cố nên chưa làm được việc này. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo mã yêu cầu cho bộ phận hỗ trợ.
error-unavailable = Hệ thống đang bận. Hãy thử lại sau ít phút.
error-no-connection = Không kết nối được. Hãy kiểm tra mạng rồi thử lại; những gì bạn đã nhập vẫn còn.
error-unknown = Hệ thống chưa làm được việc này. Hãy tải lại trang rồi thử lại.

error-required = Hãy điền mục này.
error-too-long = Hãy rút ngắn còn tối đa { $max } ký tự.
error-not-a-choice = Hãy chọn một mục trong danh sách.
error-not-a-date = Hãy nhập ngày, tháng, năm, ví dụ 31/01/1999.
error-not-a-phone = Hãy nhập số điện thoại 10 chữ số, bắt đầu bằng 0.
error-not-an-identity-number = Hãy nhập số CCCD 12 chữ số hoặc CMND 9 chữ số.
error-not-a-name = Hãy nhập họ và tên bằng chữ, như trên giấy tờ tùy thân.
error-not-an-email = Hãy nhập thư điện tử theo dạng ten@vidu.vn, hoặc để trống.
error-not-an-insurance-number = Hãy nhập mã số bảo hiểm xã hội 10 chữ số, hoặc số định danh cá nhân 12 chữ số.
error-not-an-issue-date = Ngày cấp không được sau hôm nay hay trước năm 1900. Hãy xem lại.
error-not-a-birth-date = Hãy kiểm tra lại ngày sinh.
error-too-young = Người dưới 14 tuổi chưa tự đăng ký được. Cha, mẹ hoặc người giám hộ nộp hồ sơ thay, hoặc đến Bộ phận một cửa.
error-birth-year-doubtful = Hãy kiểm tra lại ngày sinh và số giấy tờ: năm sinh trong số này khác với ngày sinh đã nhập. Nếu cả hai đúng như trên giấy tờ, hãy đánh dấu vào ô xác nhận.
error-province-doubtful = Hãy kiểm tra lại số giấy tờ: ba chữ số đầu không phải mã nơi đăng ký khai sinh thường gặp. Nếu đúng như trên giấy tờ, hãy đánh dấu vào ô xác nhận.
error-password-rule = Hãy đặt mật khẩu đủ các điều kiện trong danh sách.
error-password-differs = Hai lần nhập mật khẩu chưa giống nhau. Hãy nhập lại.
error-email-needed = Hãy nhập thư điện tử của đơn vị, theo dạng ten@vidu.vn.
error-consent-needed = Hãy đánh dấu vào ô này nếu đơn vị đồng ý, rồi bấm đăng ký.

error-sign-in-failed = Tài khoản hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại.
error-code-wrong = Mã xác thực chưa đúng. Hãy nhập lại 6 chữ số trong tin nhắn mới nhất.
error-code-expired = Mã xác thực đã hết hạn. Hãy bấm “Gửi lại mã OTP”.
error-code-locked = Mã đã được nhập sai nhiều lần. Hãy thử lại sau 10 phút.
error-flow-elsewhere = Lượt đăng nhập này được mở ở trình duyệt khác. Hãy đăng nhập lại và giữ nguyên một trình duyệt cho đến khi xong.
error-proof-needed = Trình duyệt cần kiểm tra tự động lại một lần nữa. Hãy bấm gửi lại.
error-subscriber-mismatch = Thông tin đăng ký không khớp với thông tin thuê bao tại nhà mạng { $operator }, vui lòng kiểm tra/ đăng ký lại với nhà mạng!
error-already-registered = Số giấy tờ này đã có tài khoản. Hãy đặt lại mật khẩu nếu tài khoản là của bạn, hoặc đến Bộ phận một cửa.
error-flow-gone = Lần thực hiện này đã kết thúc hoặc quá hạn. Hãy bắt đầu lại.
error-confirm-needed = Hãy xác nhận lại danh tính trước khi thay đổi.
error-link-over = Đường dẫn này đã dùng hoặc đã hết hạn. Nếu bạn không yêu cầu thay đổi, hãy báo ngay cho Bộ phận một cửa.

error-file-empty = Tệp này không có nội dung (0 byte). Hãy chọn tệp khác.
error-file-too-large = Tệp lớn hơn { $max_mb } MB. Hãy chọn tệp nhỏ hơn.
error-file-name-has-path = Tên tệp có dấu gạch chéo hoặc ký tự lạ. Hãy đổi tên tệp rồi chọn lại.
error-file-not-pdf = Tệp này không phải là PDF. Hãy chọn tệp PDF đã ký số.
error-file-damaged = Tệp PDF bị hỏng hoặc chưa tải về đủ. Hãy tải lại tệp từ nơi cấp rồi chọn lại.
error-file-encrypted = Tệp PDF đang đặt mật khẩu. Hãy xin bản không đặt mật khẩu từ nơi cấp.
error-file-type-not-taken = Chỉ nhận tệp PDF, ảnh JPEG hoặc PNG. Hãy chọn tệp khác.
error-file-heic = Ảnh HEIC không đính kèm thẳng được. Hãy bấm “Chụp / quét giấy tờ” rồi chọn ảnh này ở đó: ảnh sẽ được đổi thành tệp PDF.
error-upload-gone = Tệp đã gửi không còn trên máy chủ. Hãy chọn lại tệp.

error-paper-unsigned = Tệp này chưa được ký số. Hãy xin bản đã ký số từ cơ quan cấp.
error-paper-signature-lost = Tệp này từng được ký số, nhưng một phần mềm đã lưu lại tệp và làm mất chữ ký. Hãy xin lại bản gốc từ cơ quan cấp.
error-paper-changed = Nội dung tệp đã bị thay đổi sau khi ký. Hãy xin lại bản gốc từ cơ quan cấp.
error-paper-signature-broken = Chữ ký số trên tệp không còn đúng với nội dung. Hãy xin lại bản gốc từ cơ quan cấp.

error-agent-not-found = Không tìm thấy phần mềm ký số trên máy này. Hãy cài và mở phần mềm ký số (VGCA Sign Service hoặc VNPT-CA Plugin), rồi thử lại.
error-agent-no-answer = Phần mềm ký số chưa trả lời. Hãy xem cửa sổ của phần mềm có đang chờ nhập mã PIN không, rồi thử lại.
error-agent-unreadable = Phần mềm ký số trả lời không đúng. Hãy cập nhật phần mềm lên bản mới nhất, rồi thử lại.
error-agent-cancelled = Việc ký đã được dừng lại. Khi sẵn sàng, hãy bấm ký lại.
error-agent-no-certificate = Phần mềm ký số không thấy chứng thư số nào. Hãy cắm USB token vào máy, rồi thử lại.
error-agent-licence-refused = VNPT-CA Plugin chưa cho phép cổng này sử dụng. Hãy dùng VGCA Sign Service, hoặc báo cho bộ phận hỗ trợ.
error-agent-not-handed-in = Tệp đã được ký nhưng chưa gửi được về cổng. Hãy kiểm tra mạng, rồi ký lại.
error-agent-refused = Phần mềm ký số báo chưa ký (mã { $code }). Nếu bạn vừa đóng cửa sổ của phần mềm, hãy bấm ký lại. Nếu không, hãy kiểm tra mã PIN, cắm lại USB token, rồi thử lại.




error-component-unsigned = Thành phần này phải là tệp PDF đã ký số. Hãy chọn tệp khác.
error-content-changed = Hồ sơ đã thay đổi so với trang bạn vừa kiểm tra. Hãy kiểm tra lại rồi nộp.
error-draft-submitted = Hồ sơ này đã được nộp.

error-scan-missing = Hãy đính kèm bản quét hai mặt thẻ CCCD hoặc CMND.
error-scan-type-not-taken = Hãy chọn tệp doc, docx hoặc pdf.
error-category-code = Mã gồm từ hai đến sáu nhóm chữ cái không dấu và chữ số, cách nhau bằng dấu chấm, ví dụ KQ.G15.000021.
error-not-in-range = Hãy nhập một số nguyên từ { $min } đến { $max }.
error-day-before = Hãy chọn ngày không sớm hơn “{ $other }”.
error-span-too-long = Hãy chọn ngày trong vòng { $months } tháng kể từ “{ $other }”.
error-day-ahead = Hãy chọn ngày không muộn hơn hôm nay, { $today }.
error-day-past = Hãy chọn ngày từ hôm nay, { $today }, trở đi.
error-same-answer = Mục này đang trùng với “{ $other }”. Hãy xem lại cả hai: mỗi người có số riêng.
error-name-has-signs = Hãy viết họ tên chỉ bằng chữ cái như trên giấy tờ, bỏ chữ số, ký hiệu và biểu tượng.
error-procedure-changed = Thủ tục này vừa thay đổi. Hãy bấm “Cập nhật hồ sơ”: những gì bạn đã điền được giữ lại, chỉ bổ sung phần mới.
error-changed-elsewhere = Chỗ này vừa được sửa ở nơi khác.
error-not-an-amount = Hãy nhập số tiền bằng đồng, ví dụ 15.000.
error-payment-open = Một lần thanh toán đang mở, còn hạn đến { $until }. Nếu đã trả tiền, hãy đợi xác nhận; nếu chưa, có thể trả lại từ đầu.
error-reception-over = Đã hết thời gian làm việc với người này tại quầy. Hãy kiểm tra giấy tờ tùy thân lần nữa để mở tiếp; những gì đã nhập vẫn còn nguyên.
