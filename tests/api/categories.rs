//! Paper types and categories, as administrators keep them.

use futures::future::join_all;
use motcua_server::catalogue::import::{Catalogue, import};
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::catalogue::kept::{AddCategory, AddType, ChangeKept, KeptCategory, KeptType};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::vault::dto::{ChangePaper, PaperPage, PaperView, SearchPapers};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};

const BIRTH: &str = "KQ.G15.000031";

async fn kept(client: &Client) -> Vec<KeptType> {
    client.get(path::KEPT_TYPES).await.ok(200)
}

fn category<'a>(types: &'a [KeptType], code: &str) -> &'a KeptCategory {
    let mut all = types.iter().flat_map(|kind| &kind.categories);
    all.find(|one| one.code == code).unwrap()
}

async fn change(client: &Client, code: &str, edit: impl FnOnce(&mut ChangeKept)) -> Answer {
    let types = kept(client).await;
    let one = category(&types, code);
    let mut change = ChangeKept {
        version: one.version,
        name: one.name.clone(),
        is_active: one.is_active,
    };
    edit(&mut change);
    client.put(&path::kept_category(code), &change).await
}

fn new_category(type_id: &str, code: &str, name: &str) -> AddCategory {
    AddCategory {
        type_id: type_id.to_owned(),
        code: code.to_owned(),
        name: name.to_owned(),
    }
}

/// Codes that anybody can choose.
async fn offered(app: &TestApp) -> Vec<String> {
    let types: Vec<PaperType> = app.nobody().get(path::PAPER_TYPES).await.ok(200);
    types
        .into_iter()
        .flat_map(|kind| kind.categories)
        .map(|one| one.code)
        .collect()
}

/// The form of a paper as its page has it.
fn form(paper: &PaperView, category_code: &str) -> ChangePaper {
    let item = paper.item.clone();
    ChangePaper {
        version: item.version,
        category_code: category_code.to_owned(),
        name: item.name,
        is_visible: item.is_visible,
        is_shared: item.is_shared,
        decision_number: Some("12/KS".to_owned()),
        summary: item.summary,
        issued_on: item.issued_on,
        owner_name: Some(item.owner_name),
    }
}

on_both! {
    async fn a_type_and_a_category_are_added_named_otherwise_retired_and_taken_up_again(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        assert!(kept(&administrator).await.iter().map(|kind| kind.categories.len()).sum::<usize>() >= 16);
        let add = AddType { name: " Giấy tờ nhà đất ".to_owned() };
        let types: Vec<KeptType> = administrator.post(path::KEPT_TYPES, &add).await.ok(201);
        let of = types.last().unwrap();
        assert_eq!((of.id.as_str(), of.name.as_str(), of.is_active, of.version), ("giay-to-nha-dat", "Giấy tờ nhà đất", true, 1));
        let add = new_category(&of.id, "kq.h21.900100", "Trích lục bản đồ địa chính");
        let types: Vec<KeptType> = administrator.post(path::KEPT_CATEGORIES, &add).await.ok(201);
        assert_eq!(category(&types, "KQ.H21.900100").name, "Trích lục bản đồ địa chính");
        assert_eq!(offered(&app).await.last().map(String::as_str), Some("KQ.H21.900100"));
        // It can be used at once.
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.H21.900100").await;
        assert_eq!((paper.item.type_name.as_str(), paper.item.category_name.as_str()), ("Giấy tờ nhà đất", "Trích lục bản đồ địa chính"));

        change(&administrator, "KQ.H21.900100", |one| one.is_active = false).await.ok::<Vec<KeptType>>(200);
        assert!(!offered(&app).await.contains(&"KQ.H21.900100".to_owned()));
        let types: Vec<KeptType> = change(&administrator, "KQ.H21.900100", |one| one.is_active = true).await.ok(200);
        assert!(category(&types, "KQ.H21.900100").is_active);
        assert!(offered(&app).await.contains(&"KQ.H21.900100".to_owned()));
        // A retired type takes its categories along.
        let of = types.last().unwrap();
        let retire = ChangeKept { version: of.version, name: of.name.clone(), is_active: false };
        let _: Vec<KeptType> = administrator.put(&path::kept_type(&of.id), &retire).await.ok(200);
        assert!(!offered(&app).await.contains(&"KQ.H21.900100".to_owned()));
        administrator.put(&path::kept_type(&of.id), &retire).await.refused(409, ErrorCode::VersionConflict);
        let actions = "select action as value from audit_entries where action like 'paper-type-%' or action like 'paper-category-%' order by id";
        assert_eq!(app.query(actions), ["paper-type-added", "paper-category-added", "paper-category-changed", "paper-category-changed", "paper-type-changed"]);
    }

    async fn a_category_retired_between_form_and_save_is_told_and_stays_with_the_papers_that_have_it(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let before = citizen.paper("giay-khai-sinh", BIRTH).await;
        let other = citizen.paper("giay-xac-nhan-tinh-trang-hon-nhan", "KQ.G15.000038").await;
        let sent = citizen.uploaded("ban-sao-chung-thuc-quyet-dinh").await;
        change(&administrator, BIRTH, |one| one.is_active = false).await.ok::<Vec<KeptType>>(200);
        let problem = citizen.add(sent.id, BIRTH).await.refused(422, ErrorCode::CheckFields);
        assert_eq!((problem.errors[0].path.as_str(), problem.errors[0].code), ("category_code", ErrorCode::CategoryRetired));
        assert!(problem.errors[0].title.contains("ngừng dùng"), "{}", problem.errors[0].title);
        // Nothing is lost: the same file with another category.
        let _: PaperView = citizen.add(sent.id, "KQ.G15.000038").await.ok(201);
        // The paper from before is read, found and changed; no other one is moved there.
        let read: PaperView = citizen.get(&path::paper(before.item.id)).await.ok(200);
        assert_eq!((read.item.category_name.as_str(), read.item.category_code.as_str()), ("Giấy khai sinh", BIRTH));
        let _: PaperView = citizen.put(&path::paper(before.item.id), &form(&before, BIRTH)).await.ok(200);
        let moved = citizen.put(&path::paper(other.item.id), &form(&other, BIRTH)).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(moved.errors[0].code, ErrorCode::CategoryRetired);
        let never = citizen.put(&path::paper(other.item.id), &form(&other, "KQ.X.1")).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(never.errors[0].code, ErrorCode::NotAChoice);
    }

    async fn odd_codes_and_names_that_are_there_are_refused_and_two_at_once_add_one(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let first = kept(&administrator).await.remove(0);
        for code in ["KQ", "KQ..1", "KQ/G15/1", "KQ.G15.Đ1", "KQ.G15.\u{202e}1"] {
            let problem = administrator.post(path::KEPT_CATEGORIES, &new_category(&first.id, code, "Mới")).await.refused(422, ErrorCode::CheckFields);
            assert_eq!(problem.errors[0].code, ErrorCode::CategoryCode, "{code}");
        }
        let problem = administrator.post(path::KEPT_CATEGORIES, &new_category(&first.id, " ", "")).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(problem.errors.len(), 2);
        let nowhere = administrator.post(path::KEPT_CATEGORIES, &new_category("khong-co", "KQ.H21.900101", "Mới")).await;
        assert_eq!(nowhere.refused(422, ErrorCode::CheckFields).errors[0].path, "type_id");
        for (code, name, field) in [(BIRTH, "Mới", "code"), ("KQ.H21.900101", "GIẤY KHAI SINH", "name")] {
            let problem = administrator.post(path::KEPT_CATEGORIES, &new_category(&first.id, code, name)).await.refused(409, ErrorCode::CategoryExists);
            assert_eq!(problem.errors[0].path, field);
        }
        administrator.post(path::KEPT_TYPES, &AddType { name: first.name.to_lowercase() }).await.refused(409, ErrorCode::CategoryExists);
        administrator.post(path::KEPT_TYPES, &AddType { name: "…".to_owned() }).await.refused(422, ErrorCode::CheckFields);
        administrator.put(&path::kept_category("KQ.X.1"), &ChangeKept { version: 1, name: "Mới".to_owned(), is_active: true }).await.refused(404, ErrorCode::NotFound);
        // At once.
        let new = new_category(&first.id, "KQ.H21.900102", "Cùng lúc");
        let answers = join_all((0..4).map(|_| administrator.post(path::KEPT_CATEGORIES, &new))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        let seen = ChangeKept { version: 1, name: "Cùng lúc, lần hai".to_owned(), is_active: true };
        let address = path::kept_category("KQ.H21.900102");
        let named: Vec<ChangeKept> = (0..4).map(|place| ChangeKept { name: format!("{} {place}", seen.name), ..seen.clone() }).collect();
        let answers = join_all(named.iter().map(|one| administrator.put(&address, one))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.into_iter().filter(|answer| answer.status != 200).all(|answer| answer.status == 409));
        assert_eq!(app.count("paper_categories where code = 'KQ.H21.900102' and version = 2"), 1);
    }

    async fn papers_are_found_under_the_new_name_and_a_restart_takes_nothing_back(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", BIRTH).await;
        change(&administrator, BIRTH, |one| one.name = "Trích lục khai sinh điện tử".to_owned()).await.ok::<Vec<KeptType>>(200);
        app.run_jobs().await;
        let asked = SearchPapers { q: Some("trich luc khai sinh".to_owned()), ..SearchPapers::default() };
        let found: PaperPage = citizen.post(path::PAPER_SEARCH, &asked).await.ok(200);
        assert_eq!(found.items.iter().map(|one| one.id).collect::<Vec<_>>(), [paper.item.id]);
        assert_eq!(found.items[0].category_name, "Trích lục khai sinh điện tử");
        change(&administrator, "KQ.G15.000038", |one| one.is_active = false).await.ok::<Vec<KeptType>>(200);
        let catalogue = Catalogue::delivered().unwrap();
        let now = app.state.clock.now();
        app.state.db.write(move |conn| import(conn, &catalogue, now)).await.unwrap();
        let types = kept(&administrator).await;
        assert_eq!(category(&types, BIRTH).name, "Trích lục khai sinh điện tử");
        assert!(!category(&types, "KQ.G15.000038").is_active);
    }

    async fn a_category_that_is_delivered_since_comes_with_a_restart_unless_it_is_there(app) {
        const PRAISE: &str = "KQ.H21.900010";
        let administrator = app.sign_in(Login::Administrator).await;
        let restart = async || {
            let catalogue = Catalogue::delivered().unwrap();
            let now = app.state.clock.now();
            app.state.db.write(move |conn| import(conn, &catalogue, now)).await.unwrap();
        };
        // A portal of before, whose administrators named and retired others.
        app.execute(&format!("delete from paper_categories where code = '{PRAISE}'"));
        change(&administrator, BIRTH, |one| one.name = "Trích lục khai sinh điện tử".to_owned()).await.ok::<Vec<KeptType>>(200);
        let before = kept(&administrator).await;
        restart().await;
        let after = kept(&administrator).await;
        assert_eq!((category(&after, PRAISE).name.as_str(), category(&after, PRAISE).is_active), ("Giấy khen", true));
        assert_eq!(category(&after, BIRTH), category(&before, BIRTH));
        assert_eq!(after[0].categories.len(), before[0].categories.len() + 1);
        // Once there, it is theirs as well.
        change(&administrator, PRAISE, |one| one.is_active = false).await.ok::<Vec<KeptType>>(200);
        restart().await;
        assert!(!category(&kept(&administrator).await, PRAISE).is_active);
        // Who had added one by that name is not given a second.
        app.execute(&format!("delete from paper_categories where code = '{PRAISE}'"));
        let own = new_category(&before[0].id, "KQ.H21.900333", "giấy KHEN");
        let _: Vec<KeptType> = administrator.post(path::KEPT_CATEGORIES, &own).await.ok(201);
        restart().await;
        let named = kept(&administrator).await.remove(0).categories.into_iter().filter(|one| one.name.to_lowercase() == "giấy khen");
        assert_eq!(named.map(|one| one.code).collect::<Vec<_>>(), ["KQ.H21.900333"]);
    }
}
