//! The catalogue: public, searchable without marks, complete as the letters want it.

use motcua_shared::catalogue::dto::{
    HalfDays, Level, PaperType, ProcedureListItem, ProcedurePage, ProcedureView, UnitView,
};
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Backend, on_both};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The procedures of appendix 3 of the letter of seed 000.
const APPENDIX_3: [&str; 14] = [
    "1.012373.H08",
    "1.012378.H08",
    "1.012387.H08",
    "1.012389.H08",
    "1.012381.H08",
    "1.012383.H08",
    "1.012374.H08",
    "1.012376.H08",
    "1.005435.000.00.00.H08",
    "1.005429.000.00.00.H08",
    "2.002594.000.00.00.H08",
    "1.009324.000.00.00.H08",
    "1.009323.000.00.00.H08",
    "1.009322.000.00.00.H08",
];

on_both! {
    async fn the_procedures_of_the_letters_are_there_for_everybody(app) {
        let nobody = app.nobody();
        let all = format!("{}?limit=100", path::PROCEDURES);
        let page: Page<ProcedureListItem> = nobody.get(&all).await.ok(200);
        let codes: Vec<&str> = page.items.iter().map(|item| item.code.as_str()).collect();
        for code in APPENDIX_3 {
            assert!(codes.contains(&code), "{code}");
            let procedure: ProcedureView = nobody.get(&path::procedure(code)).await.ok(200);
            assert!(procedure.definition.components.iter().any(|component| component.required));
        }
        let lengths: Vec<usize> = page.items.iter().map(|item| item.name.chars().count()).collect();
        assert!(lengths.is_sorted(), "the plainest name first");
        assert_eq!(page.total, Some(codes.len() as u64));
    }

    async fn a_marriage_without_verification_takes_one_working_day(app) {
        let procedure: ProcedureView = app.nobody().get(&path::procedure("1.000894")).await.ok(200);
        let case = procedure
            .definition
            .cases
            .iter()
            .find(|case| case.name.to_lowercase().contains("không xác minh"))
            .unwrap();
        assert_eq!(case.working_time, TimeLimit::Working(HalfDays(2)));
    }

    async fn results_have_the_sixteen_categories_of_the_letter_and_praise(app) {
        let types: Vec<PaperType> = app.nobody().get(path::PAPER_TYPES).await.ok(200);
        assert_eq!((types[0].name.as_str(), types[0].categories.len()), ("Kết quả giải quyết", 17));
        assert!(types[0].categories.iter().any(|one| one.code == "KQ.G15.000021"));
    }

    async fn words_are_found_without_marks_and_in_any_order(app) {
        let nobody = app.nobody();
        let mut found = Vec::new();
        for words in ["giay%20khen", "Gi%E1%BA%A5y%20khen", "KHEN%20%20gi%E1%BA%A5y", "gia%CC%82%CC%81y%20khen"] {
            let page: Page<ProcedureListItem> =
                nobody.get(&format!("{}?q={words}", path::PROCEDURES)).await.ok(200);
            assert!(page.items.len() >= 7, "{words}: {}", page.items.len());
            assert!(page.items.iter().all(|item| item.name.contains("Giấy khen")), "{words}");
            found.push(page.items);
        }
        found.dedup();
        assert_eq!(found.len(), 1, "every spelling finds the same");
        let by_code: Page<ProcedureListItem> =
            nobody.get(&format!("{}?q=1.012373", path::PROCEDURES)).await.ok(200);
        assert_eq!(by_code.items.len(), 1);
    }

    async fn everyday_words_find_what_is_meant(app) {
        let nobody = app.nobody();
        for (words, expected) in [
            ("đăng kí khai sinh", "Thủ tục đăng ký khai sinh"),
            ("đăng kí kết hôn", "Thủ tục đăng ký kết hôn"),
            ("giấy khai sinh", "Thủ tục đăng ký khai sinh"),
            ("làm giấy khai sinh cho con", "Thủ tục đăng ký khai sinh"),
            ("giấy độc thân", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
            ("nhập hộ khẩu", "Đăng ký thường trú"),
            ("xin giấy chứng nhận số nhà", "Cấp mới, cấp lại Giấy chứng nhận số nhà"),
            ("mở quán", "Đăng ký thành lập hộ kinh doanh"),
        ] {
            let typed = utf8_percent_encode(words, NON_ALPHANUMERIC);
            let page: Page<ProcedureListItem> = nobody.get(&format!("{}?q={typed}", path::PROCEDURES)).await.ok(200);
            assert!(page.items.iter().any(|item| item.name == expected), "{words}: {:?}", page.items.iter().map(|item| &item.name).collect::<Vec<_>>());
        }
        let typed = utf8_percent_encode("sổ đỏ", NON_ALPHANUMERIC);
        let page: Page<ProcedureListItem> = nobody.get(&format!("{}?q={typed}", path::PROCEDURES)).await.ok(200);
        assert_eq!(page.total, Some(0), "{:?}", page.items);
    }

    async fn what_is_nearly_right_is_found_where_nothing_is_and_said(app) {
        let nobody = app.nobody();
        let search = async |typed: &str| -> ProcedurePage {
            nobody.get(&format!("{}?q={typed}", path::PROCEDURES)).await.ok(200)
        };
        for (typed, first) in [
            ("khai snih", "1.001193"),
            ("khia sihn", "1.001193"),
            ("kết hônn", "1.000894"),
            ("tạm truu", "1.004194"),
            ("làm giấy khai snih cho con", "1.001695"),
        ] {
            let page = search(typed).await;
            assert!(page.is_near && page.items.iter().any(|item| item.code == first), "{typed}");
        }
        // What is found as it was typed, or by an everyday word, is not mixed with anything else.
        for typed in ["khai sinh", "khai sin", "kết hôn", "hộ khẩu", "khen thuong"] {
            let page = search(typed).await;
            assert!(!page.is_near && !page.items.is_empty(), "{typed}");
        }
        // Two letters wrong are another word.
        let none = search("khax sxxh").await;
        assert_eq!((none.items, none.is_near, none.total), (vec![], false, Some(0)));
        // Page by page.
        let first: ProcedurePage = nobody.get(&format!("{}?q=khai snih&limit=1", path::PROCEDURES)).await.ok(200);
        let cursor = first.next.unwrap();
        let second: ProcedurePage = nobody.get(&format!("{}?q=khai snih&limit=1&cursor={cursor}", path::PROCEDURES)).await.ok(200);
        assert!(second.is_near && second.items[0].code != first.items[0].code);
    }

    async fn signs_with_a_meaning_in_the_database_have_none_in_a_search(app) {
        let nobody = app.nobody();
        let all: Page<ProcedureListItem> = nobody.get(&format!("{}?limit=100", path::PROCEDURES)).await.ok(200);
        for (words, expected) in [("%25", all.items.len()), ("_", all.items.len()), ("khong_co_gi", 0), ("%27%20or%201%3D1", 0), ("%00", all.items.len())] {
            let page: Page<ProcedureListItem> =
                nobody.get(&format!("{}?q={words}&limit=100", path::PROCEDURES)).await.ok(200);
            assert_eq!(page.items.len(), expected, "{words}");
        }
    }

    async fn an_unknown_code_is_not_found(app) {
        let nobody = app.nobody();
        for code in ["9.999999", "1.012373.h08", "%00", "a%00b", "..%2f..", "%27", "%F0%9F%A6%80"] {
            for address in [path::procedure(code), path::procedure_units(code)] {
                let answer = nobody.get(&address).await;
                if code.contains("%00") && app.backend == Backend::Postgres {
                    answer.refused(400, ErrorCode::BadRequest);
                } else {
                    answer.refused(404, ErrorCode::NotFound);
                }
            }
        }
    }

    async fn units_are_those_of_the_level_that_exist_today(app) {
        let nobody = app.nobody();
        let communes: Vec<UnitView> = nobody.get(&path::procedure_units("1.012373.H08")).await.ok(200);
        assert!(communes.iter().all(|unit| unit.level == Level::Commune));
        assert!(communes.iter().any(|unit| unit.code == "H21.101"));
        let mixed: Vec<UnitView> = nobody.get(&path::procedure_units("1.012387.H08")).await.ok(200);
        assert_eq!(mixed, communes, "districts ended on 1 July 2025");
    }
}
