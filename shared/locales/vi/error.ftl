# One sentence per error code: what to do, no blame, no jargon.
error-bad-request = Yêu cầu gửi đi bị thiếu hoặc sai cấu trúc. Hãy tải lại trang rồi thử lại.
error-check-fields = Có thông tin cần xem lại. Hãy sửa các mục được đánh dấu rồi gửi lại.
error-sign-in-needed = Phiên làm việc đã kết thúc. Hãy đăng nhập lại để tiếp tục.
error-not-allowed = Tài khoản đang dùng không làm được việc này. Hãy đổi sang tài khoản phù hợp.
error-cross-site = Yêu cầu đến từ một trang khác nên không được thực hiện. Hãy mở lại cổng dịch vụ công rồi thử lại.
error-not-found = Không tìm thấy nội dung này. Hãy quay lại danh sách rồi chọn lại.
error-method-not-allowed = Địa chỉ này không nhận thao tác vừa gửi. Hãy tải lại trang.
error-version-conflict = Nội dung vừa được thay đổi ở nơi khác. Hãy xem bản mới nhất rồi sửa lại.
error-idempotency-mismatch = Yêu cầu này đã được gửi với nội dung khác. Hãy tải lại trang rồi thử lại.
error-body-too-large = Nội dung gửi đi quá lớn. Hãy rút gọn rồi gửi lại.
error-wrong-content-type = Nội dung gửi đi không đúng kiểu. Hãy tải lại trang rồi thử lại.
error-too-many-requests = Có quá nhiều yêu cầu trong thời gian ngắn. Hãy đợi một lát rồi thử lại.
error-statement-not-ours = Kết quả này đã bị thay đổi hoặc không do cổng này lập. Hãy kiểm tra lại tệp.
error-internal = Hệ thống gặp sự cố nên chưa làm được việc này. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo mã yêu cầu cho bộ phận hỗ trợ.
error-unavailable = Hệ thống đang bận. Hãy thử lại sau ít phút.
error-no-connection = Không kết nối được. Hãy kiểm tra mạng rồi thử lại; những gì bạn đã nhập vẫn còn.
error-unknown = Hệ thống chưa làm được việc này. Hãy tải lại trang rồi thử lại.

error-required = Hãy điền mục này.
error-too-long = Hãy rút ngắn còn tối đa { $max } ký tự.
error-not-a-choice = Hãy chọn một mục trong danh sách.
error-not-a-date = Hãy nhập ngày theo dạng 20/11/2026.
error-not-a-phone = Hãy nhập số điện thoại 10 chữ số, bắt đầu bằng 0.
error-not-an-identity-number = Hãy nhập số CCCD 12 chữ số hoặc CMND 9 chữ số.

error-sign-in-failed = Tài khoản hoặc mật khẩu chưa đúng. Hãy kiểm tra rồi nhập lại.
error-code-wrong = Mã xác thực chưa đúng. Hãy nhập lại 6 chữ số trong tin nhắn mới nhất.
error-code-expired = Mã xác thực đã hết hạn. Hãy bấm “Gửi mã mới”.
error-code-locked = Mã đã được nhập sai nhiều lần. Hãy đăng nhập lại sau 10 phút.
error-too-many-codes = Đã có quá nhiều mã được gửi trong thời gian ngắn. Hãy đợi rồi yêu cầu mã mới, hoặc đến Bộ phận một cửa để được hỗ trợ.
error-sign-in-closed = Tài khoản này đã bị nhập sai mật khẩu quá nhiều lần nên tạm khóa đăng nhập bằng mật khẩu. Hãy chọn “Quên mật khẩu” để đặt mật khẩu mới, hoặc đến Bộ phận một cửa.
error-account-suspended = Tài khoản này đang tạm khóa. Hãy liên hệ Bộ phận một cửa để được hỗ trợ.
error-provider-unavailable = Nơi cấp tài khoản định danh đang không trả lời. Hãy thử lại sau ít phút, hoặc chọn cách đăng nhập khác.
error-provider-declined = Việc đăng nhập đã được hủy. Nếu muốn tiếp tục, hãy chọn lại cách đăng nhập.
error-flow-ended = Lượt đăng nhập này đã dùng hoặc đã quá 10 phút. Hãy đăng nhập lại từ đầu.
error-flow-elsewhere = Lượt đăng nhập này được mở ở trình duyệt khác. Hãy đăng nhập lại và giữ nguyên một trình duyệt cho đến khi xong.
error-answer-issuer = Kết quả đăng nhập đến từ nơi khác nên không được dùng. Hãy đăng nhập lại từ đầu; nếu vẫn gặp, hãy báo mã lỗi cho bộ phận hỗ trợ.
error-answer-audience = Kết quả đăng nhập được cấp cho cổng khác nên không được dùng. Hãy đăng nhập lại từ đầu; nếu vẫn gặp, hãy báo mã lỗi cho bộ phận hỗ trợ.
error-answer-nonce = Kết quả đăng nhập thuộc về lượt khác nên không được dùng. Hãy đăng nhập lại từ đầu; nếu vẫn gặp, hãy báo mã lỗi cho bộ phận hỗ trợ.
error-answer-signature = Không xác nhận được kết quả đăng nhập là do nơi cấp tài khoản gửi. Hãy đăng nhập lại từ đầu; nếu vẫn gặp, hãy báo mã lỗi cho bộ phận hỗ trợ.
error-answer-time = Kết quả đăng nhập đã hết hạn hoặc chưa có hiệu lực. Hãy đăng nhập lại từ đầu; nếu vẫn gặp, hãy báo mã lỗi cho bộ phận hỗ trợ.
error-answer-level = Lần đăng nhập này chưa đạt mức xác thực mà cổng yêu cầu. Hãy đăng nhập lại và xác thực đầy đủ.
error-answer-incomplete = Nơi cấp tài khoản không gửi đủ thông tin cần thiết. Hãy bổ sung thông tin ở tài khoản đó, hoặc chọn cách đăng nhập khác.
error-identity-unverified = Tài khoản này chưa được xác minh danh tính. Hãy đăng nhập bằng tài khoản định danh điện tử (VNeID) mức độ 2.
error-identity-not-served = Loại tài khoản này không đăng nhập được theo cách vừa chọn. Hãy chọn cách đăng nhập khác.
error-identity-conflict = Thông tin định danh trùng với tài khoản khác nên chưa đăng nhập được. Hãy mang giấy tờ tùy thân đến Bộ phận một cửa để đối chiếu.
error-identity-other-person = Tài khoản định danh này không phải của chủ tài khoản đang đăng nhập. Hãy dùng đúng tài khoản định danh của bạn.
error-proof-needs-desk = Số định danh này đã có tài khoản nhưng chưa có số điện thoại hay thư điện tử để gửi mã. Hãy đến Bộ phận một cửa để liên kết.
error-code-too-soon = Mã vừa được gửi. Hãy đợi thêm một lát rồi bấm “Gửi mã mới”.

error-file-empty = Tệp này không có nội dung (0 byte). Hãy chọn tệp khác.
error-file-too-large = Tệp lớn hơn { $max_mb } MB. Hãy chọn tệp nhỏ hơn.
error-file-name-has-path = Tên tệp có dấu gạch chéo hoặc ký tự lạ. Hãy đổi tên tệp rồi chọn lại.
error-file-not-pdf = Tệp này không phải là PDF. Hãy chọn tệp PDF đã ký số.
error-file-damaged = Tệp PDF bị hỏng hoặc chưa tải về đủ. Hãy tải lại tệp từ nơi cấp rồi chọn lại.
error-file-encrypted = Tệp PDF đang đặt mật khẩu. Hãy xin bản không đặt mật khẩu từ nơi cấp.
error-file-type-not-taken = Chỉ nhận tệp PDF, ảnh JPEG hoặc PNG. Hãy chọn tệp khác.
error-upload-gone = Tệp đã gửi không còn trên máy chủ. Hãy chọn lại tệp.

error-paper-unsigned = Tệp này chưa được ký số. Hãy xin bản đã ký số từ cơ quan cấp.
error-paper-signature-lost = Tệp này từng được ký số, nhưng một phần mềm đã lưu lại tệp và làm mất chữ ký. Hãy xin lại bản gốc từ cơ quan cấp.
error-paper-untrusted-signer = Tệp được ký, nhưng không phải bằng chứng thư số của Ban Cơ yếu Chính phủ. Hãy xin bản ký bằng chứng thư số của Ban Cơ yếu Chính phủ.
error-paper-changed = Nội dung tệp đã bị thay đổi sau khi ký. Hãy xin lại bản gốc từ cơ quan cấp.
error-paper-signature-broken = Chữ ký số trên tệp không còn đúng với nội dung. Hãy xin lại bản gốc từ cơ quan cấp.
error-paper-signer-expired = Chứng thư số đã hết hạn khi ký tệp này. Hãy xin bản ký lại từ cơ quan cấp.
error-paper-signer-expired-since = Chứng thư số của người ký nay đã hết hạn, và tệp không có dấu thời gian chứng minh đã ký trước đó. Hãy xin bản có dấu thời gian từ cơ quan cấp.
error-paper-signer-revoked = Chứng thư số đã bị thu hồi khi ký tệp này. Hãy xin bản ký lại từ cơ quan cấp.
error-paper-signer-revoked-since = Chứng thư số của người ký nay đã bị thu hồi, và tệp không có dấu thời gian chứng minh đã ký trước đó. Hãy xin bản ký lại từ cơ quan cấp.
error-paper-undecided = Chưa xác định được chữ ký số trên tệp có hợp lệ không. Hãy xin bản ký mới từ cơ quan cấp.

error-agent-not-found = Không tìm thấy phần mềm ký số trên máy này. Hãy cài và mở phần mềm ký số (VGCA Sign Service hoặc VNPT-CA Plugin), rồi thử lại.
error-agent-no-answer = Phần mềm ký số chưa trả lời. Hãy xem cửa sổ của phần mềm có đang chờ nhập mã PIN không, rồi thử lại.
error-agent-unreadable = Phần mềm ký số trả lời không đúng. Hãy cập nhật phần mềm lên bản mới nhất, rồi thử lại.
error-agent-cancelled = Việc ký đã được dừng lại. Khi sẵn sàng, hãy bấm ký lại.
error-agent-no-certificate = Phần mềm ký số không thấy chứng thư số nào. Hãy cắm USB token vào máy, rồi thử lại.
error-agent-licence-refused = VNPT-CA Plugin chưa cho phép cổng này sử dụng. Hãy dùng VGCA Sign Service, hoặc báo cho bộ phận hỗ trợ.
error-agent-not-handed-in = Tệp đã được ký nhưng chưa gửi được về cổng. Hãy kiểm tra mạng, rồi ký lại.
error-agent-refused = Phần mềm ký số chưa ký được (mã { $code }). Hãy kiểm tra mã PIN, cắm lại USB token, rồi thử lại.

error-token-expired = Chứng thư số đã hết hạn từ ngày { $since }. Hãy gia hạn ở nơi cấp, rồi thử lại.
error-token-not-yet-valid = Chứng thư số chỉ dùng được từ ngày { $from }. Hãy dùng chứng thư số đang có hiệu lực.
error-token-revoked = Chứng thư số đã bị thu hồi từ ngày { $since }. Hãy dùng chứng thư số khác, hoặc hỏi nơi cấp.
error-token-foreign = Chứng thư số này do nơi cấp mà cổng chưa công nhận. Hãy dùng chứng thư số của Ban Cơ yếu Chính phủ.
error-token-personal = Đây là chứng thư số của cá nhân. Hãy dùng USB token của cơ quan, tổ chức.
error-token-no-identifier = Chứng thư số không ghi mã đơn vị (MNS) hoặc mã số thuế (MST) của tổ chức. Hãy đề nghị nơi cấp bổ sung, hoặc đăng ký bằng cách khác.
error-token-signature-wrong = Chữ ký không khớp với chứng thư số. Hãy cắm lại USB token, rồi ký lại.
error-token-other-certificate = Chứng thư số vừa ký khác với chứng thư số đã hiển thị. Hãy chọn lại chứng thư số, rồi ký lại.
error-token-weak-algorithm = Chứng thư số dùng thuật toán hoặc khóa không còn an toàn. Hãy đề nghị nơi cấp đổi chứng thư số mới.
error-token-unreadable = Không đọc được chứng thư số hoặc chữ ký. Hãy cập nhật phần mềm ký số, rồi thử lại.
error-token-revocation-unknown = Hiện chưa kiểm tra được chứng thư số có bị thu hồi hay không. Hãy thử lại sau ít phút.

error-signed-file-not-the-paper = Tệp ký trả về không phải là tệp đã đưa đi ký. Hãy tải lại trang, rồi ký lại.
error-signed-file-changed = Nội dung tệp đã bị thay đổi trong lúc ký. Hãy tải lại trang, rồi ký lại bản gốc.
error-signed-file-signature-count = Tệp trả về phải có thêm đúng một chữ ký. Hãy tải lại trang, rồi ký lại một lần.
error-signed-file-other-signer = Tệp được ký bằng chứng thư số của tổ chức khác. Hãy cắm đúng USB token của đơn vị, rồi ký lại.

error-paper-duplicate = Tệp này đã có trong kho với mã { $code }. Không cần thêm lần nữa.

error-applicant-not-allowed = Thủ tục này không nhận hồ sơ từ loại tài khoản đang dùng. Hãy đổi sang tài khoản phù hợp.
error-unit-not-receiving = Đơn vị này không tiếp nhận thủ tục đã chọn. Hãy chọn đơn vị khác.
error-component-missing = Hãy đính kèm giấy tờ này trước khi nộp.
error-component-unsigned = Thành phần này phải là tệp PDF đã ký số. Hãy chọn tệp khác.
error-content-changed = Hồ sơ đã thay đổi so với trang bạn vừa kiểm tra. Hãy kiểm tra lại rồi nộp.
error-draft-submitted = Hồ sơ này đã được nộp.
error-too-many-drafts = Bạn đang có quá nhiều hồ sơ soạn dở. Hãy nộp hoặc xóa bớt rồi tạo hồ sơ mới.
