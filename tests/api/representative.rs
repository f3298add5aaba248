//! Who files for another on a paper attaches it: one more component, which behaves as every other one.

use crate::after::copying;
use crate::procedures::{change, kept};
use crate::processing::step;
use crate::receipt::text_of;
use crate::supplement::{WORDS, ask, open, send};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{ChangeDraft, DossierView, DraftView, Party};
use motcua_shared::filing::represent::{AUTHORISATION, GUARDIANSHIP};
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::answers::MARITAL_STATUS;
use motcua_tests::app::UNIT;
use motcua_tests::client::new_key;
use motcua_tests::{Client, Login, on_both, papers};

/// The authorisation that procedures had themselves.
const OWN: &str = "uy-quyen";
/// A procedure with nothing that must be attached.
const STATUS: &str = "1.004873";

fn ids(draft: &DraftView) -> Vec<&str> {
    draft
        .components
        .iter()
        .map(|one| one.component_id.as_str())
        .collect()
}

fn is_missing(draft: &DraftView, component: &str) -> bool {
    let path = format!("components.{component}");
    draft
        .missing
        .iter()
        .any(|error| error.path == path && error.code == ErrorCode::ComponentMissing)
}

async fn typed(client: &Client, draft: &DraftView, list: &[(&str, &str)]) -> DraftView {
    let fields = list
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let typed = TypedFields {
        version: draft.version,
        fields,
    };
    client
        .patch(&path::draft_typed(draft.id), &typed)
        .await
        .ok::<TypedSaved>(200);
    client.get(&path::draft(draft.id)).await.ok(200)
}

/// A draft for somebody else on a ground.
async fn for_another(client: &Client, ground: &str) -> DraftView {
    let draft = client.open(STATUS).await;
    let draft = client.fill(&draft, UNIT).await;
    let draft = client.answer(&draft, MARITAL_STATUS).await;
    let other = [
        ("for_another", "true"),
        ("owner.name", "Lê Thị Con"),
        ("owner.identifier", "001199000009"),
        ("acting.ground", ground),
    ];
    typed(client, &draft, &other).await
}

async fn attached(client: &Client, draft: &DraftView, component: &str) -> DraftView {
    let sent: UploadView = client
        .upload(papers::picture(), "uy-quyen.png", Purpose::Component)
        .await
        .ok(201);
    client.attach_upload(draft, component, sent.id).await.ok(200)
}

on_both! {
    async fn the_paper_is_asked_for_with_the_ground_and_goes_with_it_and_is_not_lost(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let own = citizen.open(STATUS).await;
        assert_eq!(ids(&own), ["chung-minh"], "for oneself nothing changes");
        let draft = for_another(&citizen, "authorised").await;
        assert_eq!(ids(&draft), ["chung-minh", AUTHORISATION]);
        let asked = draft.procedure.definition.components.last().unwrap();
        assert_eq!((asked.name.as_str(), asked.required), ("Văn bản ủy quyền", true));
        assert!(is_missing(&draft, AUTHORISATION));
        citizen.submit(&draft).await.refused(422, ErrorCode::CheckFields);
        let full = attached(&citizen, &draft, AUTHORISATION).await;
        assert_eq!(full.missing, []);
        assert_ne!(full.digest, draft.digest, "it belongs to what is seen before filing");
        // Another ground: it is not asked for any more. Back again: the file is there.
        let guardian = typed(&citizen, &full, &[("acting.ground", "guardian")]).await;
        assert_eq!(ids(&guardian), ["chung-minh", GUARDIANSHIP]);
        assert_eq!(guardian.missing, [], "wanted, and may be missing");
        assert!(guardian.components[1].attachment.is_none(), "an authorisation proves no guardian");
        let relative = typed(&citizen, &guardian, &[("acting.ground", "relative")]).await;
        assert_eq!(ids(&relative), ["chung-minh"]);
        let oneself = typed(&citizen, &relative, &[("for_another", "false")]).await;
        assert_eq!(ids(&oneself), ["chung-minh"]);
        let back = typed(&citizen, &oneself, &[("for_another", "true"), ("acting.ground", "authorised")]).await;
        assert_eq!(back.components[1].attachment, full.components[1].attachment);
        assert_eq!((back.missing.clone(), back.digest.clone()), (vec![], full.digest));
        app.assert_files_and_rows_agree().await;
        let citizen = app.sign_in(Login::Citizen).await;
        // Filed on another ground it is no part of the dossier, and its bytes go.
        let relative = typed(&citizen, &back, &[("acting.ground", "relative")]).await;
        let dossier: DossierView = citizen.submit(&relative).await.ok(200);
        assert!(dossier.components.iter().all(|one| one.component_id != AUTHORISATION));
        app.run_jobs().await;
        assert_eq!(app.count("stored_files"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn it_is_filed_seen_at_the_desk_asked_for_again_and_copied(app) {
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        let draft = for_another(&citizen, "authorised").await;
        let draft = attached(&citizen, &draft, AUTHORISATION).await;
        let address = path::draft_file(draft.id, AUTHORISATION);
        assert_eq!(citizen.get(&address).await.body.as_ref(), papers::picture().as_ref());
        let dossier: DossierView = citizen.submit(&draft).await.ok(200);
        let part = |dossier: &DossierView| {
            let mut parts = dossier.components.iter();
            parts.find(|one| one.component_id == AUTHORISATION).cloned().unwrap()
        };
        assert_eq!(part(&dossier).name, "Văn bản ủy quyền");
        let seen: DossierView = desk.get(&path::dossier(dossier.id)).await.ok(200);
        let first = part(&seen).attachment.unwrap();
        assert_eq!(first, draft.components[1].attachment.clone().unwrap());
        let file = path::dossier_file(dossier.id, AUTHORISATION);
        assert_eq!(desk.get(&file).await.body.as_ref(), papers::picture().as_ref());
        app.sign_in(Login::OtherCitizen).await.get(&file).await.refused(404, ErrorCode::NotFound);
        // The receipt names it.
        let receipt = citizen.get(&path::dossier_receipt(dossier.id)).await;
        assert!(text_of(&receipt.body).contains("Văn bản ủy quyền"));
        // A round of supplement opens it like any other part.
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, dossier.id, act, version).await.status, 200);
        }
        assert_eq!(ask(&desk, dossier.id, 3, WORDS, &[(AUTHORISATION, "Mờ, chưa đọc được.")]).await.status, 200);
        let round = open(&citizen, dossier.id).await;
        assert_eq!(ids(&round.draft), [AUTHORISATION]);
        assert_eq!(round.round.parts[0].name, "Văn bản ủy quyền");
        let sent = citizen.uploaded_for("to-trinh", Purpose::Component).await;
        let full: DraftView = citizen.attach_upload(&round.draft, AUTHORISATION, sent.id).await.ok(200);
        assert_eq!(send(&citizen, dossier.id, &full).await.status, 200);
        let seen: DossierView = desk.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(part(&seen).attachment.unwrap().sha256, sent.sha256);
        // A copy asks for it anew: a file of the device stays with its dossier.
        let copied: CopiedDraft = copying(&citizen, dossier.id, &new_key()).await.ok(201);
        assert_eq!(copied.gone, ["Văn bản ủy quyền"]);
        assert!(is_missing(&copied.draft, AUTHORISATION));
        app.assert_files_and_rows_agree().await;
    }

    async fn a_paper_of_the_vault_stands_for_it_and_none_is_taken_by_itself(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let draft = for_another(&citizen, "guardian").await;
        assert!(draft.components[1].attachment.is_none(), "which paper it is a person says");
        let with: DraftView = citizen.attach_paper(&draft, GUARDIANSHIP, paper.item.id).await.ok(200);
        let dossier: DossierView = citizen.submit(&with).await.ok(200);
        let filed = dossier.components.iter().find(|one| one.component_id == GUARDIANSHIP).unwrap();
        assert_eq!(filed.attachment.as_ref().unwrap().paper_id, Some(paper.item.id));
        // Without it the dossier is filed as well, and the unit may ask for it.
        let bare: DossierView = citizen.submit(&for_another(&citizen, "guardian").await).await.ok(200);
        let desk = app.sign_in(Login::Staff).await;
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, bare.id, act, version).await.status, 200);
        }
        assert_eq!(ask(&desk, bare.id, 3, WORDS, &[(GUARDIANSHIP, "Chưa tra cứu được.")]).await.status, 200);
        // What is asked of others is asked of nobody here.
        let other: DossierView = citizen.submit(&for_another(&citizen, "relative").await).await.ok(200);
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, other.id, act, version).await.status, 200);
        }
        ask(&desk, other.id, 3, WORDS, &[(AUTHORISATION, "x")]).await.refused(422, ErrorCode::CheckFields);
    }

    async fn a_procedure_with_an_authorisation_of_its_own_asks_for_it_once(app) {
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        let admin = app.sign_in(Login::Administrator).await;
        let seen = kept(&admin, STATUS).await;
        let written = change(&admin, &seen, |definition| {
            let mut own = definition.components[0].clone();
            (own.id, own.name) = (OWN.to_owned(), "Văn bản ủy quyền đã chứng thực".to_owned());
            (own.required, own.accepts) = (false, vec!["KQ.G15.000021".to_owned()]);
            own.only_for.clear();
            definition.components.push(own);
        });
        assert_eq!(written.await.status, 200);
        let draft = for_another(&citizen, "authorised").await;
        assert_eq!(ids(&draft), ["chung-minh", OWN]);
        assert!(is_missing(&draft, OWN), "without it nobody acts for another");
        let relative = typed(&citizen, &draft, &[("acting.ground", "relative")]).await;
        assert_eq!((ids(&relative), is_missing(&relative, OWN)), (vec!["chung-minh", OWN], false));
        let draft = typed(&citizen, &relative, &[("acting.ground", "authorised")]).await;
        let draft = attached(&citizen, &draft, OWN).await;
        assert_eq!(draft.missing, []);
        let dossier: DossierView = citizen.submit(&draft).await.ok(200);
        let shown = async |client: &Client| -> Vec<String> {
            let dossier: DossierView = client.get(&path::dossier(dossier.id)).await.ok(200);
            dossier.components.into_iter().map(|one| one.component_id).collect()
        };
        assert_eq!(shown(&desk).await, ["chung-minh", OWN]);
        let receipt = citizen.get(&path::dossier_receipt(dossier.id)).await;
        assert_eq!(text_of(&receipt.body).matches("Văn bản ủy quyền").count(), 1);
        for (act, version) in [("receipt", 1), ("beginning", 2)] {
            assert_eq!(step(&desk, dossier.id, act, version).await.status, 200);
        }
        ask(&desk, dossier.id, 3, WORDS, &[(AUTHORISATION, "x")]).await.refused(422, ErrorCode::CheckFields);
        // Filed under the one that stood beside it for a while, it is shown, asked for again and has where to go.
        app.execute(&format!("update dossier_components set component_id = '{AUTHORISATION}' where component_id = '{OWN}'"));
        assert_eq!(shown(&citizen).await, ["chung-minh", OWN, AUTHORISATION]);
        assert_eq!(ask(&desk, dossier.id, 3, WORDS, &[(AUTHORISATION, "Mờ, chưa đọc được.")]).await.status, 200);
        let round = open(&citizen, dossier.id).await;
        assert_eq!(ids(&round.draft), [AUTHORISATION]);
        let sent = citizen.uploaded_for("to-trinh", Purpose::Component).await;
        let full: DraftView = citizen.attach_upload(&round.draft, AUTHORISATION, sent.id).await.ok(200);
        assert_eq!(send(&citizen, dossier.id, &full).await.status, 200);
    }

    async fn nobody_files_for_oneself_as_for_another(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = for_another(&citizen, "relative").await;
        assert_eq!(draft.missing, []);
        let number = draft.filer.identifier.clone();
        let spaced = format!(" {} {} ", &number[..3], &number[3..]);
        let own = typed(&citizen, &draft, &[("owner.identifier", &spaced)]).await;
        let [told] = own.missing.as_slice() else { panic!("{:?}", own.missing) };
        assert_eq!((told.path.as_str(), told.code), ("owner.identifier", ErrorCode::OwnerIsFiler));
        assert!(told.title.contains("chính người nộp"), "{}", told.title);
        let answer = citizen.submit(&own).await;
        assert_eq!(answer.faults(), [("owner.identifier".to_owned(), ErrorCode::OwnerIsFiler)]);
        // Programs are told the same; with one's own name as well it is one's own matter.
        let owner = |party: Party| ChangeDraft { version: own.version, owner: Some(party), ..ChangeDraft::default() };
        let other = Party { name: "Lê Thị Con".to_owned(), ..own.filer.clone() };
        let answer = citizen.patch(&path::draft(own.id), &owner(other)).await;
        assert_eq!(answer.faults(), [("owner.identifier".to_owned(), ErrorCode::OwnerIsFiler)]);
        let oneself: DraftView = citizen.patch(&path::draft(own.id), &owner(own.filer.clone())).await.ok(200);
        assert_eq!((oneself.for_another, oneself.missing.clone()), (false, vec![]));
        citizen.submit(&oneself).await.ok::<DossierView>(200);
    }

    async fn a_round_has_where_to_attach_what_it_asks_for_whoever_is_named_as_owner(app) {
        let (citizen, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Staff).await);
        for (ground, part) in [("authorised", AUTHORISATION), ("guardian", GUARDIANSHIP)] {
            let draft = for_another(&citizen, ground).await;
            let draft = attached(&citizen, &draft, part).await;
            let dossier: DossierView = citizen.submit(&draft).await.ok(200);
            // As they were filed before it was refused.
            app.execute(&format!("update dossiers set owner = filer where id = '{}'", dossier.id));
            for (act, version) in [("receipt", 1), ("beginning", 2)] {
                assert_eq!(step(&desk, dossier.id, act, version).await.status, 200);
            }
            assert_eq!(ask(&desk, dossier.id, 3, WORDS, &[(part, "Mờ, chưa đọc được.")]).await.status, 200);
            let round = open(&citizen, dossier.id).await;
            assert_eq!(ids(&round.draft), [part]);
            let sent = citizen.uploaded_for("to-trinh", Purpose::Component).await;
            let full: DraftView = citizen.attach_upload(&round.draft, part, sent.id).await.ok(200);
            assert_eq!(full.missing, []);
            assert_eq!(send(&citizen, dossier.id, &full).await.status, 200);
            // A copy is one's own.
            let copied: CopiedDraft = copying(&citizen, dossier.id, &new_key()).await.ok(201);
            assert!(!copied.draft.for_another);
        }
    }
}
