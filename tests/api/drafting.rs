//! A result that the unit writes itself: from a template to the owner's vault, and everything that goes wrong on the way. The
//! part of the token is played by the sandbox, which signs the very file that was handed out.

use crate::certified::{SEAL, SIGNER, fetch, offices, signed_by};
use crate::feedback::unit;
use crate::procedures::{change, kept};
use crate::processing::{DECISION, in_process, seen};
use crate::signing::hand_in as returned_by_agent;
use crate::withdrawal::withdraw;
use bytes::Bytes;
use futures::future::{join, join_all};
use motcua_server::statistics::figures::fold::job::fold;
use motcua_shared::catalogue::keep::KeptProcedure;
use motcua_shared::catalogue::template::ResultTemplate;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId};
use motcua_shared::path;
use motcua_shared::processing::drafting::{
    DraftingState, DraftingView, ResultLine, ResultLineState, WaitingResult,
};
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::signature::agent::vgca::HandlerAnswer;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::statistics::figures::{Dashboard, FigureKind};
use motcua_shared::vault::dto::{PaperPage, VaultKind};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::{Value, json};
use std::process::Command;

pub const TITLE: &str = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH";

pub fn template() -> ResultTemplate {
    ResultTemplate {
        id: "quyet-dinh".to_owned(),
        title: "Quyết định".to_owned(),
        subject: "Về việc tặng giấy khen cho {{chủ hồ sơ}}".to_owned(),
        symbol: "QĐ-UBND".to_owned(),
        category_code: DECISION.to_owned(),
        body: "Căn cứ {{căn cứ}};\nXét hồ sơ {{mã hồ sơ}} nộp {{ngày nộp}},\n= QUYẾT ĐỊNH:\nĐiều 1. {{nhập: Nội dung khen thưởng}}"
            .to_owned(),
        recipients: "{{chủ hồ sơ}}\nLưu: VT".to_owned(),
    }
}

/// Gives the procedure its template.
pub async fn with_template(app: &TestApp) {
    let administrator = app.sign_in(Login::Administrator).await;
    let before = kept(&administrator, PROCEDURE).await;
    let changed = change(&administrator, &before, |definition| {
        definition.templates = vec![template()]
    })
    .await;
    let _: KeptProcedure = changed.ok(200);
}

/// The officer of the other unit leads the first one, and is called as the sandbox's person is.
pub async fn leader(app: &TestApp) -> Client {
    let here = unit(app, UNIT);
    app.execute(&format!(
        "update accounts set unit_id = '{here}', name = '{SIGNER}' where login = 'canboquynhon'"
    ));
    app.execute("update staff_roles set role = 'leader' where account_id = (select id from accounts where login = 'canboquynhon')");
    app.sign_in(Login::OtherStaff).await
}

/// A unit with seal, template and leader, and a dossier of the agency that is worked on.
struct Scene {
    agency: Client,
    desk: Client,
    leader: Client,
    id: DossierId,
}

async fn scene(app: &TestApp) -> Scene {
    with_template(app).await;
    offices(app, SEAL).await;
    let agency = app.agency_with_papers().await;
    let desk = app.sign_in(Login::Staff).await;
    let leader = leader(app).await;
    let id = in_process(&agency, &desk).await.id;
    Scene {
        agency,
        desk,
        leader,
        id,
    }
}

fn address(id: DossierId) -> String {
    path::desk_dossier_part(id, "drafting")
}

pub async fn drafting(client: &Client, id: DossierId) -> DraftingView {
    client.get(&address(id)).await.ok(200)
}

pub fn typed(version: u32, words: &str, signer: AccountId, title: &str) -> Value {
    json!({
        "version": version, "template_id": "quyet-dinh", "typed": { "Nội dung khen thưởng": words },
        "signer": { "id": signer, "title": title },
    })
}

pub async fn save(client: &Client, id: DossierId, body: &Value) -> Answer {
    client.put(&address(id), body).await
}

async fn part(client: &Client, id: DossierId, part: &str, body: &Value) -> Answer {
    client.post(&path::desk_drafting_part(id, part), body).await
}

pub async fn hand_in(client: &Client, id: DossierId, version: u32) -> Answer {
    part(client, id, "hand-in", &json!({ "version": version })).await
}

/// Written and handed in.
async fn handed_in(app: &TestApp, scene: &Scene, id: DossierId) -> DraftingView {
    let body = typed(
        0,
        "Tặng giấy khen cho tập thể.",
        app.account(Login::OtherStaff),
        TITLE,
    );
    let draft: DraftingView = save(&scene.desk, id, &body).await.ok(200);
    hand_in(&scene.desk, id, draft.version).await.ok(200)
}

pub async fn order(client: &Client, view: &DraftingView) -> Answer {
    part(
        client,
        view.dossier_id,
        "orders",
        &json!({ "version": view.version }),
    )
    .await
}

pub async fn judge(client: &Client, id: DossierId, order: &SigningOrderView) -> Answer {
    part(client, id, "signed", &json!({ "order_id": order.id })).await
}

pub async fn bring(app: &TestApp, order: &SigningOrderView, bytes: Bytes) {
    let taken: HandlerAnswer = returned_by_agent(app, order, bytes).await;
    assert!(taken.status, "{}", taken.message);
}

/// Fetches, has `who` sign, hands in, and asks for the judgement.
async fn sign(app: &TestApp, client: &Client, view: &DraftingView, who: &str) -> Answer {
    let order: SigningOrderView = order(client, view).await.ok(201);
    let fetched = fetch(app, &order).await;
    assert_eq!(fetched.status, 200);
    bring(app, &order, signed_by(app, who, &fetched.body)).await;
    judge(client, view.dossier_id, &order).await
}

async fn give_back(desk: &Client, view: &DraftingView) -> Answer {
    part(
        desk,
        view.dossier_id,
        "return",
        &json!({ "version": view.dossier_version }),
    )
    .await
}

async fn register(desk: &Client) -> Vec<ResultLine> {
    desk.get("/api/v1/desk/result-register").await.ok(200)
}

pub fn text_of(app: &TestApp, pdf: &[u8]) -> Option<String> {
    let file = app.folder().join("ket-qua.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").arg(&file).arg("-").output();
    if output.is_err() {
        println!("NOTE pdftotext is not installed, so nobody reads the paper");
    }
    let text = String::from_utf8_lossy(&output.ok()?.stdout).into_owned();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What others say of a file with both signatures.
fn judged_by_peers(app: &TestApp, pdf: &[u8]) {
    let file = app.folder().join("hai-chu-ky.pdf");
    std::fs::write(&file, pdf).unwrap();
    match Command::new("pdfsig").args(["-nocert"]).arg(&file).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(said.matches("Signature is Valid.").count(), 2, "{said}");
            assert_eq!(said.matches("Total document signed").count(), 1, "{said}");
        }
        Err(_) => println!("NOTE pdfsig is not installed, so it does not judge the result"),
    }
    let script = "import sys\n\
        from pyhanko.pdf_utils.reader import PdfFileReader\n\
        from pyhanko.sign.validation import validate_pdf_signature\n\
        from pyhanko.sign.diff_analysis import ModificationLevel\n\
        for one in PdfFileReader(open(sys.argv[1], 'rb')).embedded_signatures:\n\
        \x20   status = validate_pdf_signature(one)\n\
        \x20   assert status.intact and status.valid, status.summary()\n\
        \x20   assert status.modification_level <= ModificationLevel.FORM_FILLING, status.modification_level\n\
        \x20   print('sound')\n";
    let has_it = |found: &std::process::Output| found.status.success();
    let asked = Command::new("python3")
        .args(["-c", "import pyhanko.sign.validation"])
        .output();
    if !asked.as_ref().is_ok_and(has_it) {
        println!("NOTE pyHanko is not installed, so it does not judge the result");
        return;
    }
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(&file)
        .output()
        .unwrap();
    let (said, failed) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert_eq!(said.matches("sound").count(), 2, "{said} {failed}");
}

on_both! {
    async fn what_was_handed_in_at_a_unit_that_ends_is_written_on_at_its_successor(app) {
        let scene = scene(&app).await;
        let before = handed_in(&app, &scene, scene.id).await;
        assert!(before.number.is_some());
        let (here, there) = (unit(&app, UNIT), unit(&app, "H21.103"));
        app.execute(&format!("update units set valid_to = '2026-01-01' where id = '{here}'"));
        app.execute(&format!("insert into unit_successors (unit_id, successor_id) values ('{here}', '{there}')"));
        app.execute(&format!("update accounts set unit_id = '{there}' where unit_id = '{here}'"));
        motcua_server::job::registry::hourly(&app.state).await;
        let desk = app.sign_in(Login::Staff).await;
        let draft = drafting(&desk, scene.id).await;
        assert_eq!((draft.state, draft.number), (DraftingState::Draft, None), "its number was one of the book of the unit that ended");
        assert_eq!(draft.typed.get("Nội dung khen thưởng").map(String::as_str), Some("Tặng giấy khen cho tập thể."));
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
    }

    async fn a_result_goes_from_its_template_to_the_owners_vault_with_both_signatures(app) {
        let scene = scene(&app).await;
        let Scene { agency, desk, leader, id } = &scene;
        assert!(seen(desk, *id).await.may_draft);
        let blank = drafting(desk, *id).await;
        assert_eq!((blank.state, blank.version, blank.template_id.as_deref()), (DraftingState::Draft, 0, Some("quyet-dinh")));
        assert_eq!(blank.templates[0].open, ["Nội dung khen thưởng"]);
        let choosable: Vec<AccountId> = blank.signers.iter().map(|one| one.id).collect();
        assert!(choosable.contains(&app.account(Login::OtherStaff)) && !choosable.contains(&app.account(Login::Staff)));
        assert_eq!((blank.may_write, blank.may_sign, blank.has_seal), (true, false, true));
        // What is not filled in is not handed in, and no number is used up by it.
        let signer = app.account(Login::OtherStaff);
        let draft: DraftingView = save(desk, *id, &typed(0, " ", signer, "CHỦ TỊCH")).await.ok(200);
        let refused = hand_in(desk, *id, draft.version).await;
        refused.refused(409, ErrorCode::DraftingOpen);
        assert_eq!(app.count("result_register"), 0);
        let preview = desk.get(&path::desk_drafting_part(*id, "preview")).await;
        assert_eq!(preview.status, 200);
        if let Some(text) = text_of(&app, &preview.body) {
            assert!(text.contains("DỰ THẢO") && text.contains("Số: ……/QĐ-UBND") && text.contains("Điều 1. ……"), "{text}");
        }
        let draft: DraftingView = save(desk, *id, &typed(draft.version, "Tặng giấy khen.", signer, TITLE)).await.ok(200);
        let waiting: DraftingView = hand_in(desk, *id, draft.version).await.ok(200);
        assert_eq!((waiting.state, waiting.number.as_deref()), (DraftingState::HandedIn, Some("01/QĐ-UBND")));
        let file = desk.get(&path::desk_drafting_part(*id, "file")).await;
        if let Some(text) = text_of(&app, &file.body) {
            for words in [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 01/QĐ-UBND", "Tuy Phước, ngày", "QUYẾT ĐỊNH",
                "Về việc tặng giấy khen cho", "Điều 1. Tặng giấy khen.", "Nơi nhận:", "- Lưu: VT", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", SIGNER,
            ] {
                assert!(text.contains(words), "{words}: {text}");
            }
            assert!(!text.contains("DỰ THẢO"), "{text}");
        }
        // It waits for the leader, and for nobody else.
        let of = async |client: &Client| client.get(path::DESK_WAITING_RESULTS).await.ok::<Vec<WaitingResult>>(200);
        assert_eq!(of(desk).await, []);
        let theirs = of(leader).await;
        assert_eq!(theirs.iter().map(|one| (one.dossier_id, one.number.as_str())).collect::<Vec<_>>(), [(*id, "01/QĐ-UBND")]);
        let read = leader.get(&path::desk_drafting_part(*id, "file?view=true")).await;
        assert_eq!(read.body, file.body, "what is read is what is signed");
        let order: SigningOrderView = order(leader, &drafting(leader, *id).await).await.ok(201);
        let handed_out = fetch(&app, &order).await;
        assert_eq!(handed_out.body, file.body);
        bring(&app, &order, signed_by(&app, "person-mau", &handed_out.body)).await;
        let signed: DraftingView = judge(leader, *id, &order).await.ok(200);
        assert_eq!((signed.state, signed.may_sign), (DraftingState::Signed, true));
        assert_eq!(of(desk).await.len(), 1, "the seal");
        give_back(desk, &signed).await.refused(409, ErrorCode::StepNotPossible);
        let sealed: DraftingView = sign(&app, desk, &signed, "org-hoa-mai").await.ok(200);
        assert_eq!(sealed.state, DraftingState::Sealed);
        let file = desk.get(&path::desk_drafting_part(*id, "file")).await;
        judged_by_peers(&app, &file.body);
        assert_eq!(register(desk).await[0].state, ResultLineState::Open);
        // Given back: the vault, the dossier, the register, the figure.
        let done: DeskDossier = give_back(desk, &sealed).await.ok(200);
        assert_eq!(done.dossier.status, DossierStatus::Returned);
        let again: DeskDossier = give_back(desk, &sealed).await.ok(200);
        assert_eq!(again, done, "a repetition after a lost answer changes nothing");
        let list: PaperPage = agency.get(path::PAPERS).await.ok(200);
        let item = list.items.iter().find(|item| Some(item.id) == done.results[0].paper_id).unwrap();
        assert_eq!((item.vault_kind, item.decision_number.as_deref()), (VaultKind::Authority, Some("01/QĐ-UBND")));
        assert_eq!(item.result_code.as_deref(), Some("9990001_01/QĐ-UBND"));
        assert_eq!(agency.get(&path::paper_file(item.id)).await.body, file.body);
        let line = register(desk).await.remove(0);
        assert_eq!((line.number, line.full.as_str(), line.state), (1, "01/QĐ-UBND", ResultLineState::Issued));
        fold(&app.state).await.unwrap();
        let figures: Dashboard = desk.get(path::FIGURES).await.ok(200);
        let electronic = figures.figures.iter().find(|one| one.kind == FigureKind::Electronic).unwrap();
        assert_eq!((electronic.part, electronic.whole, electronic.permille), (Some(1), Some(1), Some(1_000)));
        for action in ["result-handed-in", "result-signed", "result-sealed", "dossier-returned"] {
            assert_eq!(app.count(&format!("audit_entries where action = '{action}'")), 1, "{action}");
        }
        assert!(drafting(desk, *id).await.is_returned);
        part(desk, *id, "reopening", &json!({ "version": sealed.version })).await.refused(409, ErrorCode::DossierMovedOn);
    }

    async fn of_two_who_write_the_second_is_told_and_overwrites_nothing(app) {
        let scene = scene(&app).await;
        let signer = app.account(Login::OtherStaff);
        let (one, other) = (typed(0, "Một.", signer, TITLE), typed(0, "Hai.", signer, TITLE));
        let (first, second) = join(save(&scene.desk, scene.id, &one), save(&scene.desk, scene.id, &other)).await;
        let mut both = [first.status, second.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409]);
        let now = drafting(&scene.desk, scene.id).await;
        save(&scene.desk, scene.id, &typed(0, "Ba.", signer, TITLE)).await.refused(409, ErrorCode::VersionConflict);
        let _: DraftingView = save(&scene.desk, scene.id, &typed(now.version, "Bốn.", signer, TITLE)).await.ok(200);
        save(&scene.desk, scene.id, &typed(now.version, "Năm.", signer, TITLE)).await.refused(409, ErrorCode::VersionConflict);
        assert_eq!(drafting(&scene.desk, scene.id).await.typed["Nội dung khen thưởng"], "Bốn.");
        // A leader reads it, and writes nothing.
        save(&scene.leader, scene.id, &typed(2, "Sáu.", signer, TITLE)).await.refused(403, ErrorCode::NotAllowed);
        // Whoever does not lead the unit cannot be chosen to sign.
        let faults = save(&scene.desk, scene.id, &typed(2, "Bảy.", app.account(Login::Staff), TITLE)).await.faults();
        assert_eq!(faults, [("signer".to_owned(), ErrorCode::OfficerNotFit)]);
    }

    async fn only_who_was_named_signs_and_only_the_units_own_seal_counts(app) {
        let scene = scene(&app).await;
        let view = handed_in(&app, &scene, scene.id).await;
        order(&scene.desk, &view).await.refused(403, ErrorCode::SignerOther);
        // Another person, another agency, nobody: the file stays as it was.
        for who in ["org-hoa-mai", "org-so-noi-vu"] {
            let answer = sign(&app, &scene.leader, &view, who).await;
            assert!((400..500).contains(&answer.status), "{who}: {}", answer.text());
        }
        assert_eq!(drafting(&scene.leader, scene.id).await.state, DraftingState::HandedIn);
        let view: DraftingView = sign(&app, &scene.leader, &view, "person-mau").await.ok(200);
        for who in ["person-mau", "org-so-noi-vu"] {
            let answer = sign(&app, &scene.desk, &view, who).await;
            assert!((400..500).contains(&answer.status), "{who}: {}", answer.text());
        }
        // Who leads has not the seal.
        order(&scene.leader, &view).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(drafting(&scene.desk, scene.id).await.state, DraftingState::Signed);
        // The officers of another unit find nothing.
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, "H21.102")));
        scene.leader.get(&address(scene.id)).await.refused(404, ErrorCode::NotFound);
        order(&scene.leader, &view).await.refused(404, ErrorCode::NotFound);
    }

    async fn changed_bytes_and_an_old_order_sign_nothing(app) {
        let scene = scene(&app).await;
        let view = handed_in(&app, &scene, scene.id).await;
        // Another file in the place of the one that was handed out.
        let first: SigningOrderView = order(&scene.leader, &view).await.ok(201);
        let fetched = fetch(&app, &first).await;
        let mut other = signed_by(&app, "person-mau", &fetched.body).to_vec();
        let at = other.len() / 3;
        other[at] ^= 1;
        bring(&app, &first, other.into()).await;
        let answer = judge(&scene.leader, scene.id, &first).await;
        assert!((400..500).contains(&answer.status), "{}", answer.text());
        // An order that another one replaced.
        let old: SigningOrderView = order(&scene.leader, &view).await.ok(201);
        let fetched = fetch(&app, &old).await;
        let signed = signed_by(&app, "person-mau", &fetched.body);
        let _: SigningOrderView = order(&scene.leader, &view).await.ok(201);
        let late = HandedInLate::of(&app, &old, signed).await;
        if late.was_taken {
            judge(&scene.leader, scene.id, &old).await.refused(409, ErrorCode::StepNotPossible);
        }
        // Signed twice at once: one of the two counts.
        let one: SigningOrderView = order(&scene.leader, &view).await.ok(201);
        let fetched = fetch(&app, &one).await;
        bring(&app, &one, signed_by(&app, "person-mau", &fetched.body)).await;
        let (first, second) = join(judge(&scene.leader, scene.id, &one), judge(&scene.leader, scene.id, &one)).await;
        let mut both = [first.status, second.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409], "{} {}", first.text(), second.text());
        // What was signed is not opened again under the version from before.
        order(&scene.leader, &view).await.refused(409, ErrorCode::VersionConflict);
    }

    async fn what_is_written_anew_is_signed_anew_and_keeps_its_number(app) {
        let scene = scene(&app).await;
        let Scene { desk, leader, id, .. } = &scene;
        let view = handed_in(&app, &scene, *id).await;
        save(desk, *id, &typed(view.version, "Sửa lén.", app.account(Login::OtherStaff), TITLE))
            .await.refused(409, ErrorCode::StepNotPossible);
        let reopen = async |client: &Client, version: u32, words: &str| {
            part(client, *id, "reopening", &json!({ "version": version, "words": words })).await
        };
        let faults = reopen(leader, view.version, " ").await.faults();
        assert_eq!(faults, [("words".to_owned(), ErrorCode::Required)], "who wrote it needs to know why");
        let back: DraftingView = reopen(leader, view.version, "Ghi rõ tên tập thể.").await.ok(200);
        assert_eq!(back.state, DraftingState::Draft);
        assert_eq!(back.given_back.as_ref().map(|back| back.words.as_str()), Some("Ghi rõ tên tập thể."));
        let again: DraftingView = hand_in(desk, *id, back.version).await.ok(200);
        assert_eq!(again.number.as_deref(), Some("01/QĐ-UBND"));
        let signed: DraftingView = sign(&app, leader, &again, "person-mau").await.ok(200);
        let back: DraftingView = reopen(desk, signed.version, "").await.ok(200);
        assert_eq!((back.state, back.file), (DraftingState::Draft, None));
        let again: DraftingView = hand_in(desk, *id, back.version).await.ok(200);
        assert_eq!((again.state, again.number.as_deref()), (DraftingState::HandedIn, Some("01/QĐ-UBND")));
        assert_eq!(app.count("result_register"), 1);
    }

    async fn a_dossier_taken_back_is_signed_by_nobody_and_its_number_is_void(app) {
        let scene = scene(&app).await;
        let view = handed_in(&app, &scene, scene.id).await;
        let order: SigningOrderView = order(&scene.leader, &view).await.ok(201);
        let fetched = fetch(&app, &order).await;
        bring(&app, &order, signed_by(&app, "person-mau", &fetched.body)).await;
        let gone = withdraw(&scene.agency, scene.id, "ask").await;
        assert!(gone.status == 200 || gone.status == 201, "{}", gone.text());
        judge(&scene.leader, scene.id, &order).await.refused(409, ErrorCode::DossierMovedOn);
        assert_eq!(app.count("result_drafts where state = 'handed-in'"), 1);
        app.execute(&format!("update dossiers set status = 'stopped' where id = '{}'", scene.id));
        assert_eq!(register(&scene.desk).await[0].state, ResultLineState::Void);
        let waiting: Vec<WaitingResult> = scene.leader.get(path::DESK_WAITING_RESULTS).await.ok(200);
        assert_eq!(waiting, []);
    }

    async fn who_leads_no_more_or_may_do_nothing_signs_nothing(app) {
        let scene = scene(&app).await;
        let view = handed_in(&app, &scene, scene.id).await;
        let role = "update staff_roles set role = 'ROLE' where account_id = (select id from accounts where login = 'canboquynhon')";
        app.execute(&role.replace("ROLE", "desk"));
        order(&scene.leader, &view).await.refused(403, ErrorCode::SignerOther);
        app.execute(&role.replace("ROLE", "leader"));
        app.execute("update accounts set status = 'suspended' where login = 'canboquynhon'");
        let answer = order(&scene.leader, &view).await;
        assert!(answer.status == 401 || answer.status == 403, "{}", answer.text());
        assert_eq!(app.count("signing_orders"), 0);
    }

    async fn numbers_have_no_gap_and_none_is_given_twice(app) {
        let scene = scene(&app).await;
        let mut views = Vec::new();
        for _ in 0..4 {
            let id = in_process(&scene.agency, &scene.desk).await.id;
            let body = typed(0, "Tặng giấy khen.", app.account(Login::OtherStaff), TITLE);
            let view: DraftingView = save(&scene.desk, id, &body).await.ok(200);
            views.push(view);
        }
        // Each is asked for twice, all of them at once.
        let asked = views.iter().chain(&views).map(|view| hand_in(&scene.desk, view.dossier_id, view.version));
        let answers = join_all(asked).await;
        let mut given: Vec<String> = Vec::new();
        for answer in answers {
            match answer.status {
                200 => given.push(answer.ok::<DraftingView>(200).number.unwrap()),
                _ => {
                    answer.refused(409, ErrorCode::VersionConflict);
                }
            }
        }
        given.sort_unstable();
        assert_eq!(given, ["01/QĐ-UBND", "02/QĐ-UBND", "03/QĐ-UBND", "04/QĐ-UBND"]);
        let numbers: Vec<u32> = register(&scene.desk).await.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
    }
}

/// Something that came back for an order that is none any more.
struct HandedInLate {
    was_taken: bool,
}

impl HandedInLate {
    async fn of(app: &TestApp, order: &SigningOrderView, bytes: Bytes) -> Self {
        let answer: HandlerAnswer = returned_by_agent(app, order, bytes).await;
        Self {
            was_taken: answer.status,
        }
    }
}
