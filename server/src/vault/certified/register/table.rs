//! The register as a file for spreadsheets. The columns are those of the form (Decree 23/2015).

use crate::vault::cells::{MARK, push_row};
use motcua_shared::time::format_date;
use motcua_shared::vault::certified::{LineState, RegisterLine, book};

const HEAD: [&str; 10] = [
    "Số chứng thực",
    "Quyển số",
    "Ngày, tháng, năm chứng thực",
    "Họ tên người yêu cầu chứng thực",
    "Tên của bản chính giấy tờ, văn bản",
    "Họ tên, chức danh người ký chứng thực",
    "Số bản sao đã chứng thực",
    "Lệ phí (đồng)",
    "Tình trạng",
    "Ghi chú",
];

/// The bytes of the file.
pub fn csv(lines: &[RegisterLine], year: i32) -> Vec<u8> {
    let mut text = String::from(MARK);
    push_row(&mut text, &HEAD.map(str::to_owned));
    for line in lines {
        let state = match line.state {
            LineState::Open => "Đang ký",
            LineState::Issued => "Đã cấp",
            LineState::Void => "Đã hủy",
        };
        push_row(
            &mut text,
            &[
                line.number.to_string(),
                book(year),
                format_date(line.certified_on),
                line.asked_by.clone(),
                line.original.clone(),
                line.signer.clone(),
                line.copies.to_string(),
                line.fee.to_string(),
                state.to_owned(),
                line.note.clone(),
            ],
        );
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn what_somebody_typed_is_no_formula_and_stays_in_its_cell() {
        let line = RegisterLine {
            number: 7,
            state: LineState::Issued,
            certified_on: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            asked_by: "Nguyễn, \"Thị\" Mẫu".to_owned(),
            original: "=HYPERLINK(\"http://x\")".to_owned(),
            signer: " +cmd".to_owned(),
            copies: 1,
            fee: 4_000,
            note: "@a\nb".to_owned(),
        };
        let text = String::from_utf8(csv(&[line], 2026)).unwrap();
        assert!(text.starts_with("\u{FEFF}\"Số chứng thực\","));
        let row = text.split_once("\r\n").unwrap().1;
        assert_eq!(
            row,
            "\"7\",\"01/2026-SCT/BS(ĐT)\",\"21/11/2026\",\"Nguyễn, \"\"Thị\"\" Mẫu\",\"'=HYPERLINK(\"\"http://x\"\")\",\" '+cmd\",\
             \"1\",\"4000\",\"Đã cấp\",\"'@a\nb\"\r\n"
        );
    }
}
