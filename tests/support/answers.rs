//! Right answers of delivered forms, so that a test files a dossier without a thought for its form.

use crate::Client;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::path;

/// Of a certificate of marital status (1.004873).
pub const MARITAL_STATUS: &[(&str, &str)] = &[
    ("requester_relation", "Chính người được cấp"),
    ("person_name", "Lê Văn An"),
    ("person_born_on", "5/6/1999"),
    ("person_sex", "male"),
    ("person_ethnicity", "Kinh"),
    ("person_nationality", "Việt Nam"),
    ("person_identifier", "001099000001"),
    ("person_address", "Thôn 3, xã Tuy Phước"),
    ("marital_status", "never"),
    ("period", "now"),
    ("purpose", "other"),
    ("purpose_other", "Vay vốn ngân hàng"),
    ("promise", "true"),
];

/// Of a marriage (1.000894).
pub const MARRIAGE: &[(&str, &str)] = &[
    ("bride_name", "Trần Thị Bích"),
    ("bride_born_on", "1/2/2000"),
    ("bride_ethnicity", "Kinh"),
    ("bride_nationality", "Việt Nam"),
    ("bride_identifier", "001199000002"),
    ("bride_address", "Thôn 4, xã Tuy Phước"),
    ("bride_times", "1"),
    ("groom_name", "Lê Văn An"),
    ("groom_born_on", "5/6/1999"),
    ("groom_ethnicity", "Kinh"),
    ("groom_nationality", "Việt Nam"),
    ("groom_identifier", "001099000001"),
    ("groom_address", "Thôn 3, xã Tuy Phước"),
    ("groom_times", "1"),
    ("promise", "true"),
];

impl Client {
    /// The draft with these answers typed in.
    pub async fn answer(&self, draft: &DraftView, answers: &[(&str, &str)]) -> DraftView {
        let fields = answers
            .iter()
            .map(|(name, answer)| (format!("answers.{name}"), (*answer).to_owned()))
            .collect();
        let typed = TypedFields {
            version: draft.version,
            fields,
        };
        self.patch(&path::draft_typed(draft.id), &typed)
            .await
            .ok::<TypedSaved>(200);
        self.get(&path::draft(draft.id)).await.ok(200)
    }
}
