//! Records of the shapes that the national catalogue really has.

use super::*;
use motcua_shared::catalogue::dto::{CopyKind, HalfDays};
use serde_json::json;

fn record() -> Value {
    json!({
        "id": "0", "code": " 1.900001 ", "name": "Cấp  giấy phép\u{200b} bay diều",
        "isWard": true, "isProvince": true, "isMinistry": false,
        "categoriesDetails": [{"name": "Hàng không", "code": "G04-GT01"}],
        "executionSteps": [{"name": "Bước 1", "description": "Nộp hồ sơ.\n\n  Nhận phiếu hẹn. "}, {"name": "Chờ", "description": ""}],
        "executionMethods": [
            {"submissionMethod": "DIRECT", "processingTime": 9, "processingTimeUnit": "DAY", "description": "Tại quầy",
             "fees": [{"type": "SERVICE_FEE", "value": 15000, "description": "Một giấy"}, {"type": "FEE", "value": null, "description": "Theo nghị quyết"}]},
            {"submissionMethod": "ONLINE", "processingTime": 7.5, "processingTimeUnit": "WORKING_DAY", "fees": []},
            {"submissionMethod": "PIGEON", "fees": []}
        ],
        "executionCases": [
            {"name": " * Giấy tờ phải nộp: ", "profileComponents": [
                {"code": "TP.01", "name": "Đơn", "originalQty": 1, "copyQty": 1, "attachments": [{"fileName": "Mau 1.docx"}]},
                {"code": "TP.01", "name": "Ảnh diều", "originalQty": 0, "copyQty": 2}
            ]},
            {"name": "*Lưu ý: ", "profileComponents": [{"code": "TP.09", "name": "Không bay gần sân bay.", "originalQty": 1, "copyQty": 0}]}
        ],
        "cases": [
            {"code": "1.900001.01", "name": "Diều nhỏ", "processingDay": {"qty": 4.75, "type": "WORKING_DAY"}},
            {"code": "1.900001.01", "name": "Diều to", "processingDay": {"qty": 3, "type": "OTHER"},
             "profileComponents": [{"code": "TP.02", "name": "Bản vẽ", "originalQty": 1, "copyQty": 0}]}
        ],
        "returningMethods": [{"type": "ONLINE", "value": ["ONLINE", "AT_HOME"]}],
        "resultsDetails": [{"code": "KQ.G04.000001", "name": "Giấy phép bay"}],
        "legalBasisesDetails": [{"code": "1/2020/NĐ-CP", "name": "Nghị định 1/2020/NĐ-CP"}, {"code": "2/2020", "name": "Luật Diều"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}, {"name": "Doanh nghiệp Việt Nam"}, {"name": "Tổ chức (không bao gồm doanh nghiệp, HTX)"}],
        "requirementsAndConditions": "", "departmentPromulgateName": "Bộ Diều"
    })
}

#[test]
fn a_record_becomes_a_procedure_to_read_about() {
    let Converted { definition, odd } = convert(&record(), Extent::Full).unwrap();
    assert_eq!(definition.code, "1.900001");
    assert_eq!(definition.name, "Cấp giấy phép bay diều");
    assert_eq!(definition.reception, Reception::Information);
    assert_eq!(definition.levels, [Level::Province, Level::Commune]);
    let kinds = [AccountKind::Citizen, AccountKind::Enterprise, AccountKind::Agency];
    assert_eq!(definition.applicants, kinds);
    assert_eq!(
        definition.delivery,
        [DeliveryMethod::Online, DeliveryMethod::ByPost]
    );
    assert_eq!(definition.results[0].code.as_deref(), Some("KQ.G04.000001"));
    assert_eq!(
        definition.legal_grounds,
        ["Nghị định 1/2020/NĐ-CP", "Luật Diều (2/2020)"]
    );
    let guidance = &definition.guidance;
    assert_eq!(guidance.steps[0].text, "Nộp hồ sơ.\n\nNhận phiếu hẹn.");
    assert_eq!(guidance.steps[1].text, "Chờ");
    assert_eq!(guidance.channels[0].fees[0].amount, Some(15_000));
    assert_eq!(guidance.channels[0].fees[1].amount, None);
    let what: Vec<Oddity> = odd.iter().map(|(what, _)| *what).collect();
    let expected = [
        Oddity::CodeBlank,
        Oddity::UnknownChannel,
        Oddity::TimeCut,
        Oddity::CaseCodeTwice,
    ];
    assert_eq!(what, expected);
}

#[test]
fn cases_and_components_keep_apart_what_the_record_keeps_apart() {
    let definition = convert(&record(), Extent::Full).unwrap().definition;
    let cases: Vec<(&str, TimeLimit)> = definition
        .cases
        .iter()
        .map(|case| (case.id.as_str(), case.working_time))
        .collect();
    // 4.75 days are never made five; "3 of something" falls back to the time of filing online.
    let expected = [
        ("1-900001-01", TimeLimit::Working(HalfDays(9))),
        ("1-900001-01-2", TimeLimit::Working(HalfDays(15))),
    ];
    assert_eq!(cases, expected);
    let components: Vec<_> = definition
        .components
        .iter()
        .map(|one| {
            (
                one.id.as_str(),
                one.group.as_deref(),
                one.copy_kind,
                one.quantity,
                one.further_copies,
            )
        })
        .collect();
    let to_hand_in = Some("Giấy tờ phải nộp");
    let expected = [
        ("tp-01", to_hand_in, CopyKind::Original, 1, 1),
        ("tp-01-2", to_hand_in, CopyKind::Copy, 2, 0),
        ("tp-09", Some("Lưu ý"), CopyKind::Original, 0, 0),
        ("tp-02", None, CopyKind::Original, 1, 0),
    ];
    assert_eq!(components, expected);
    let needed = |case: &str| definition.needed(Some(case)).count();
    assert_eq!((needed("1-900001-01"), needed("1-900001-01-2")), (3, 4));
}

#[test]
fn a_header_says_little_and_that_is_named() {
    let header = json!({"code": "2.009182739", "codeNotation": "2.009182739", "name": "Hỗ trợ", "categories": [],
        "departments": ["Sở Xây dựng"], "formalityTargetType": ["Hợp tác xã"]});
    let made = convert(&header, Extent::Header).unwrap();
    assert_eq!(made.definition.applicants, [AccountKind::Enterprise]);
    assert_eq!(made.definition.guidance.authorities, ["Sở Xây dựng"]);
    assert_eq!(made.odd[0], (Oddity::CodeForm, "2.009182739".to_owned()));
    assert_eq!(made.odd[1].0, Oddity::NoField);
}

#[test]
fn what_is_no_procedure_is_refused() {
    for (wrong, what) in [
        (json!({"code": "  ", "name": "A"}), Oddity::NoCode),
        (json!({"code": 7, "name": "A"}), Oddity::NoCode),
        (json!({"code": "1.900001", "name": "\u{200b} "}), Oddity::NoName),
        (json!([]), Oddity::NoCode),
    ] {
        assert_eq!(convert(&wrong, Extent::Full).unwrap_err(), what, "{wrong}");
    }
}

#[test]
fn fields_of_another_shape_stop_nothing() {
    let mut wild = record();
    for field in [
        "executionSteps",
        "cases",
        "resultsDetails",
        "subjectTypesDetails",
        "returningMethods",
    ] {
        wild[field] = json!({"not": "a list"});
    }
    wild["executionMethods"] =
        json!([1, null, {"submissionMethod": "ONLINE", "processingTime": {"a": 1}, "fees": "none"}]);
    wild["procedureProposal"] = json!("text");
    let made = convert(&wild, Extent::Full).unwrap();
    assert!(made.definition.cases.is_empty());
    let what: Vec<Oddity> = made.odd.iter().map(|(what, _)| *what).collect();
    for expected in [
        Oddity::NoTime,
        Oddity::NoApplicants,
        Oddity::NoResult,
        Oddity::NoDelivery,
    ] {
        assert!(what.contains(&expected), "{expected:?}: {what:?}");
    }
}

#[test]
fn the_national_part_of_a_code_is_found() {
    for (code, part) in [
        ("1.000894", "1.000894"),
        ("1.012373.H08", "1.012373"),
        ("1.005435.000.00.00.H08", "1.005435"),
        ("1.0133611", "1.0133611"),
        ("1.014955-Xoa", "1.014955-Xoa"),
        ("Đ.000001", "Đ.000001"),
        ("", ""),
    ] {
        assert_eq!(national_code(code), part);
    }
}
