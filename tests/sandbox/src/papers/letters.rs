//! Texts of the sample papers. All names and numbers are invented.

use crate::pdf::page::Letter;

const PROVINCE: &str = "UBND TỈNH BÌNH MINH MẪU";
const COMMUNE: &str = "ỦY BAN NHÂN DÂN XÃ HOA MAI";

/// The letter with that file name; the first if there is none.
pub fn letter(name: &str) -> &'static Letter<'static> {
    LETTERS
        .iter()
        .find(|(id, _)| *id == name)
        .map_or(&LETTERS[0].1, |(_, letter)| letter)
}

/// File name without ending, and text.
pub static LETTERS: [(&str, Letter<'static>); 9] = [
    (
        "to-trinh",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số: 12/TTr-UBND",
            place: "Hoa Mai, ngày 05 tháng 10 năm 2026",
            title: "TỜ TRÌNH",
            subject: "Về việc đề nghị tặng Bằng khen cho tập thể có thành tích xuất sắc",
            paragraphs: &[
                "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Bình Minh Mẫu.",
                "Căn cứ Luật Thi đua, khen thưởng; xét thành tích của các tập thể trong phong trào thi đua năm 2026 và biên bản họp xét khen thưởng của Hội đồng Thi đua - Khen thưởng xã;",
                "Ủy ban nhân dân xã Hoa Mai kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, tặng Bằng khen cho Tổ công nghệ số cộng đồng thôn Ví Dụ đã có thành tích xuất sắc trong hướng dẫn người dân nộp hồ sơ trực tuyến.",
                "Kính đề nghị Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định./.",
            ],
            office: "CHỦ TỊCH",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "bao-cao-thanh-tich",
        Letter {
            superior: COMMUNE,
            body: "TỔ CÔNG NGHỆ SỐ THÔN VÍ DỤ",
            number: "Số: 03/BC-TCNS",
            place: "Hoa Mai, ngày 28 tháng 9 năm 2026",
            title: "BÁO CÁO THÀNH TÍCH",
            subject: "Đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
            paragraphs: &[
                "I. Sơ lược: Tổ gồm 07 thành viên, hoạt động từ tháng 01 năm 2025 tại thôn Ví Dụ, xã Hoa Mai.",
                "II. Thành tích: Trong chín tháng, Tổ đã đến từng nhà hướng dẫn 412 lượt người dân tạo tài khoản và nộp hồ sơ trực tuyến; tỷ lệ hồ sơ trực tuyến của thôn đạt 91,5%.",
                "III. Các hình thức đã được khen thưởng: Giấy khen của Chủ tịch Ủy ban nhân dân xã năm 2025.",
                "Ủy ban nhân dân xã xác nhận nội dung báo cáo trên là đúng./.",
            ],
            office: "XÁC NHẬN CỦA UBND XÃ",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "bien-ban-hop",
        Letter {
            superior: COMMUNE,
            body: "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
            number: "Số: 07/BB-HĐ",
            place: "Hoa Mai, ngày 02 tháng 10 năm 2026",
            title: "BIÊN BẢN HỌP",
            subject: "Xét đề nghị khen thưởng năm 2026",
            paragraphs: &[
                "Hôm nay, vào hồi 14 giờ 00 phút, tại trụ sở Ủy ban nhân dân xã Hoa Mai, Hội đồng Thi đua - Khen thưởng xã họp với sự có mặt của 09/09 thành viên.",
                "Sau khi nghe báo cáo thành tích và thảo luận, Hội đồng bỏ phiếu kín. Kết quả: Tổ công nghệ số cộng đồng thôn Ví Dụ được 09/09 phiếu, đạt tỷ lệ 100%.",
                "Biên bản được thông qua và kết thúc vào hồi 16 giờ 30 phút cùng ngày./.",
            ],
            office: "CHỦ TỊCH HỘI ĐỒNG",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "quyet-dinh-cong-nhan",
        Letter {
            superior: PROVINCE,
            body: "SỞ NỘI VỤ",
            number: "Số: 215/QĐ-SNV",
            place: "Bình Minh Mẫu, ngày 15 tháng 9 năm 2026",
            title: "QUYẾT ĐỊNH",
            subject: "Về việc công nhận danh hiệu Tập thể lao động xuất sắc",
            paragraphs: &[
                "Căn cứ Luật Thi đua, khen thưởng; theo đề nghị của Hội đồng Thi đua - Khen thưởng;",
                "Điều 1. Công nhận danh hiệu “Tập thể lao động xuất sắc” năm 2025 cho Ủy ban nhân dân xã Hoa Mai.",
                "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
                "Điều 3. Các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.",
            ],
            office: "GIÁM ĐỐC",
            signer: "Trần Thị Thử",
        },
    ),
    (
        "ban-sao-chung-thuc-bang-tot-nghiep",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số chứng thực: 000021/2026-SCT/BS",
            place: "Hoa Mai, ngày 20 tháng 8 năm 2026",
            title: "BẢN SAO CHỨNG THỰC ĐIỆN TỬ",
            subject: "Bằng tốt nghiệp đại học",
            paragraphs: &[
                "Trường Đại học Ví Dụ cấp bằng Cử nhân, ngành Quản lý công, cho bà Phạm Thị Minh Họa, sinh ngày 01 tháng 01 năm 2000. Xếp loại tốt nghiệp: Khá. Số hiệu bằng: MAU 000001.",
                "Chứng thực bản sao điện tử này đúng với bản chính đã xuất trình./.",
            ],
            office: "TM. ỦY BAN NHÂN DÂN",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "ban-sao-chung-thuc-quyet-dinh",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số chứng thực: 000022/2026-SCT/BS",
            place: "Hoa Mai, ngày 21 tháng 8 năm 2026",
            title: "BẢN SAO CHỨNG THỰC ĐIỆN TỬ",
            subject: "Quyết định tuyển dụng viên chức số 18/QĐ-MAU ngày 02 tháng 3 năm 2024",
            paragraphs: &[
                "Quyết định tuyển dụng bà Phạm Thị Minh Họa, sinh ngày 01 tháng 01 năm 2000, vào làm việc tại Trung tâm Ví Dụ kể từ ngày 15 tháng 3 năm 2024.",
                "Chứng thực bản sao điện tử này đúng với bản chính đã xuất trình./.",
            ],
            office: "TM. ỦY BAN NHÂN DÂN",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "giay-khai-sinh",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số: 99/2026",
            place: "Hoa Mai, ngày 12 tháng 6 năm 2026",
            title: "GIẤY KHAI SINH",
            subject: "(Bản điện tử)",
            paragraphs: &[
                "Họ, chữ đệm, tên: LÊ THỊ VÍ DỤ. Giới tính: Nữ. Ngày, tháng, năm sinh: 02/6/2026 (ngày hai tháng sáu năm hai nghìn không trăm hai mươi sáu).",
                "Nơi sinh: Trạm Y tế xã Hoa Mai, tỉnh Bình Minh Mẫu. Dân tộc: Kinh. Quốc tịch: Việt Nam. Số định danh cá nhân: 000326999999.",
                "Họ, chữ đệm, tên người mẹ: Phạm Thị Minh Họa. Họ, chữ đệm, tên người cha: Lê Văn Giả Định.",
                "Nơi đăng ký khai sinh: Ủy ban nhân dân xã Hoa Mai./.",
            ],
            office: "NGƯỜI KÝ GIẤY KHAI SINH",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "giay-xac-nhan-tinh-trang-hon-nhan",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số: 45/UBND-XNTTHN",
            place: "Hoa Mai, ngày 03 tháng 11 năm 2026",
            title: "GIẤY XÁC NHẬN",
            subject: "TÌNH TRẠNG HÔN NHÂN",
            paragraphs: &[
                "Xác nhận ông Lê Văn Giả Định, sinh ngày 10 tháng 10 năm 1999, số định danh cá nhân: 000099999999, nơi cư trú: thôn Ví Dụ, xã Hoa Mai, tỉnh Bình Minh Mẫu.",
                "Tình trạng hôn nhân: Hiện tại chưa đăng ký kết hôn với ai.",
                "Giấy này có giá trị 6 tháng kể từ ngày cấp, được sử dụng để làm mẫu thử nghiệm./.",
            ],
            office: "TM. ỦY BAN NHÂN DÂN",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
    (
        "hai-chu-ky-nguoi-va-co-quan",
        Letter {
            superior: PROVINCE,
            body: COMMUNE,
            number: "Số: 31/UBND-VP",
            place: "Hoa Mai, ngày 10 tháng 11 năm 2026",
            title: "CÔNG VĂN",
            subject: "Về việc phối hợp thử nghiệm nộp hồ sơ trực tuyến",
            paragraphs: &[
                "Kính gửi: Sở Nội vụ tỉnh Bình Minh Mẫu.",
                "Ủy ban nhân dân xã Hoa Mai đề nghị quý Sở phối hợp thử nghiệm việc nộp và tiếp nhận hồ sơ điện tử có hai chữ ký số: chữ ký của người có thẩm quyền và chữ ký của cơ quan.",
                "Văn bản mẫu này được người có thẩm quyền ký trước, cơ quan ký sau bằng bản cập nhật tiếp theo của tệp./.",
            ],
            office: "CHỦ TỊCH",
            signer: "Nguyễn Văn Mẫu",
        },
    ),
];

/// What is wrong with each bad file, for people.
pub static FAULTS: [(&str, &str); 14] = [
    ("bi-cat-nua", "Tệp bị cắt mất một nửa"),
    ("byterange-vuot-cuoi-tep", "Phạm vi ký vượt quá cuối tệp"),
    (
        "chu-ky-mo-coi",
        "Còn dấu vết chữ ký nhưng không còn trường chữ ký",
    ),
    ("chua-ky", "Văn bản chưa ký số"),
    ("chung-thu-bi-thu-hoi", "Chứng thư số đã bị thu hồi trước khi ký"),
    ("chung-thu-ngoai", "Chứng thư số do tổ chức khác cấp"),
    ("dat-mat-khau", "Tệp đặt mật khẩu (123456)"),
    (
        "gia-mao-ten-co-quan-cap",
        "Chứng thư tự cấp, mượn tên cơ quan cấp thật",
    ),
    (
        "het-han-khong-dau-thoi-gian",
        "Chứng thư đã hết hạn, không có dấu thời gian",
    ),
    ("khong-phai-pdf", "Tệp văn bản đổi đuôi thành .pdf"),
    ("ky-sau-khi-het-han", "Ký sau khi chứng thư hết hạn"),
    ("sai-mot-byte", "Một byte trong phần đã ký bị đổi"),
    ("sua-sau-khi-ky", "Nội dung bị sửa sau khi ký"),
    ("tep-rong", "Tệp rỗng"),
];

/// A line for people about the file of that name (without ending).
pub fn label(name: &str) -> Option<String> {
    if let Some((_, letter)) = LETTERS.iter().find(|(id, _)| *id == name) {
        return Some(format!("{}: {}", letter.title, letter.subject));
    }
    FAULTS
        .iter()
        .find(|(id, _)| *id == name)
        .map(|(_, text)| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_file_has_a_line_for_people() {
        assert_eq!(
            label("to-trinh").map(|text| text.starts_with("TỜ TRÌNH: ")),
            Some(true)
        );
        assert_eq!(label("tep-rong").as_deref(), Some("Tệp rỗng"));
        assert_eq!(label("pss-sha256"), None);
    }
}
