//! What the wizard works out, without a browser: its steps, which field stands on which step, and finding a unit.

use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::FieldError;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::Timestamp;

/// Path of "Nơi nộp hồ sơ", which is chosen together with the unit.
pub const PLACE: &str = "submission.place";

/// The pages of the wizard, in the order of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Unit and case.
    Unit,
    /// "Người nộp" and "Chủ hồ sơ".
    Parties,
    /// The electronic form of the procedure, if it has one.
    Form,
    /// Components.
    Components,
    /// How the result is received.
    Delivery,
    /// Check answers, then file.
    Check,
}

impl Step {
    /// In order.
    pub const ALL: [Self; 6] = [
        Self::Unit,
        Self::Parties,
        Self::Form,
        Self::Components,
        Self::Delivery,
        Self::Check,
    ];
    const WITHOUT_FORM: [Self; 5] = [
        Self::Unit,
        Self::Parties,
        Self::Components,
        Self::Delivery,
        Self::Check,
    ];

    /// Those of a procedure.
    pub const fn list(has_form: bool) -> &'static [Self] {
        if has_form { &Self::ALL } else { &Self::WITHOUT_FORM }
    }

    /// Last part of the address.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Unit => "don-vi",
            Self::Parties => "nguoi-nop",
            Self::Form => "to-khai",
            Self::Components => "thanh-phan",
            Self::Delivery => "nhan-ket-qua",
            Self::Check => "kiem-tra",
        }
    }

    /// The step of an address.
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    fn place(self, has_form: bool) -> usize {
        let place = Self::list(has_form).iter().position(|step| *step == self);
        place.unwrap_or_default()
    }

    /// From 1.
    pub fn number(self, has_form: bool) -> u32 {
        u32::try_from(self.place(has_form))
            .unwrap_or_default()
            .saturating_add(1)
    }

    /// What comes after it.
    pub fn next(self, has_form: bool) -> Option<Self> {
        Self::list(has_form)
            .get(self.place(has_form).saturating_add(1))
            .copied()
    }

    /// What came before it.
    pub fn previous(self, has_form: bool) -> Option<Self> {
        let before = self.place(has_form).checked_sub(1)?;
        Self::list(has_form).get(before).copied()
    }

    /// The title of its page.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Unit => text::filing::unit_title(lang),
            Self::Parties => text::filing::parties_title(lang),
            Self::Form => text::filing::form_title(lang),
            Self::Components => text::filing::components_title(lang),
            Self::Delivery => text::filing::delivery_step(lang),
            Self::Check => text::filing::check_title(lang),
        }
    }

    /// Where a field of the request is filled in.
    pub fn of_path(path: &str) -> Self {
        match path.split('.').next() {
            _ if path == PLACE => Self::Unit,
            Some("filer" | "owner" | "for_another" | "acting") => Self::Parties,
            Some("answers") => Self::Form,
            Some("components") => Self::Components,
            Some("delivery" | "submission") => Self::Delivery,
            _ => Self::Unit,
        }
    }
}

/// Where somebody goes on who opens a draft again: at the first thing that is missing.
pub fn first_open(missing: &[FieldError]) -> Step {
    missing
        .iter()
        .map(|error| Step::of_path(&error.path))
        .min_by_key(|step| step.number(true))
        .unwrap_or(Step::Check)
}

/// The element where a field of the request is filled in.
pub fn element_of(path: &str) -> String {
    match path {
        "delivery" => "delivery.method".to_owned(),
        "filer" => "filer.phone".to_owned(),
        "owner" => "owner.name".to_owned(),
        "acting" => "acting.ground".to_owned(),
        other => other.to_owned(),
    }
}

/// `10:32` today, `10:32, 20/11/2026` on other days.
pub fn saved_at(changed: Timestamp, now_seconds: i64) -> String {
    let minute = changed.vietnam_minute();
    let today = Timestamp::from_unix_seconds(now_seconds).map(Timestamp::vietnam_day);
    match minute.split_once(", ") {
        Some((clock, day)) if Some(day) == today.as_deref() => clock.to_owned(),
        _ => minute,
    }
}

/// The units whose name holds every typed word, whatever marks and case it was typed with; the chosen one always
/// stays. At most `most`, and how many more there are.
pub fn narrow(units: &[UnitView], typed: &str, chosen: &str, most: usize) -> (Vec<UnitView>, usize) {
    let typed = fold(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let is_chosen = |unit: &UnitView| unit.id.to_string() == chosen;
    let fits = |unit: &UnitView| {
        let name = fold(&unit.name);
        words.iter().all(|word| name.contains(word))
    };
    let (mut found, others): (Vec<UnitView>, Vec<UnitView>) = units
        .iter()
        .filter(|unit| is_chosen(unit) || fits(unit))
        .cloned()
        .partition(is_chosen);
    found.extend(others);
    let more = found.len().saturating_sub(most);
    found.truncate(most);
    (found, more)
}

/// Letters with marks and what they are without. The server's search key knows all of Unicode; its tables, and even
/// those of the standard library for lower case, would weigh more in the browser than this feature.
const MARKED: &[(&str, char)] = &[
    ("àáâãăạảấầẩẫậắằẳẵặ", 'a'),
    ("ÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶ", 'a'),
    ("èéêẹẻẽếềểễệ", 'e'),
    ("ÈÉÊẸẺẼẾỀỂỄỆ", 'e'),
    ("ìíĩỉị", 'i'),
    ("ÌÍĨỈỊ", 'i'),
    ("òóôõơọỏốồổỗộớờởỡợ", 'o'),
    ("ÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢ", 'o'),
    ("ùúũưụủứừửữự", 'u'),
    ("ÙÚŨƯỤỦỨỪỬỮỰ", 'u'),
    ("ỳýỵỷỹ", 'y'),
    ("ỲÝỴỶỸ", 'y'),
    ("đ", 'd'),
    ("Đ", 'd'),
];

/// Lower case without Vietnamese marks.
fn fold(text: &str) -> String {
    let plain = |c: char| match MARKED.iter().find(|(marked, _)| marked.contains(c)) {
        Some((_, plain)) => *plain,
        None => c.to_ascii_lowercase(),
    };
    text.chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(plain)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::catalogue::dto::Level;
    use motcua_shared::error::ErrorCode;
    use motcua_shared::id::UnitId;

    fn unit(number: u8, name: &str) -> UnitView {
        UnitView {
            id: UnitId::parse(&format!("01926f3e-0000-7000-8000-0000000000{number:02}")).unwrap(),
            code: format!("H08.{number}"),
            name: name.to_owned(),
            level: Level::Commune,
        }
    }

    fn missing(path: &str) -> FieldError {
        FieldError {
            path: path.to_owned(),
            code: ErrorCode::Required,
            title: String::new(),
            params: Default::default(),
        }
    }

    #[test]
    fn the_steps_follow_each_other() {
        for has_form in [false, true] {
            assert_eq!(Step::Unit.previous(has_form), None);
            assert_eq!(Step::Check.next(has_form), None);
            for pair in Step::list(has_form).windows(2) {
                assert_eq!(pair[0].next(has_form), Some(pair[1]));
                assert_eq!(pair[1].previous(has_form), Some(pair[0]));
                assert_eq!(pair[0].number(has_form) + 1, pair[1].number(has_form));
            }
        }
        for step in Step::ALL {
            assert_eq!(Step::of_slug(step.slug()), Some(step));
        }
    }

    #[test]
    fn a_draft_goes_on_where_something_is_missing() {
        assert_eq!(first_open(&[]), Step::Check);
        assert_eq!(
            first_open(&[missing("delivery"), missing("components.to-trinh")]),
            Step::Components
        );
        assert_eq!(first_open(&[missing("unit_id")]), Step::Unit);
        assert_eq!(first_open(&[missing(PLACE)]), Step::Unit);
        assert_eq!(first_open(&[missing("owner.phone")]), Step::Parties);
        assert_eq!(
            first_open(&[missing("components.a"), missing("answers.b")]),
            Step::Form
        );
    }

    #[test]
    fn a_unit_is_found_without_marks_and_the_chosen_one_stays() {
        let units = [
            unit(1, "UBND xã Tuy Phước"),
            unit(2, "UBND phường Quy Nhơn"),
            unit(3, "UBND xã Đề Gi"),
        ];
        let names = |typed: &str, chosen: &str| -> Vec<String> {
            let (found, _) = narrow(&units, typed, chosen, 8);
            found.into_iter().map(|unit| unit.name).collect()
        };
        assert_eq!(names("de gi", ""), ["UBND xã Đề Gi"]);
        assert_eq!(names("QUY nhon", ""), ["UBND phường Quy Nhơn"]);
        let chosen = units[2].id.to_string();
        assert_eq!(names("phuoc", &chosen), ["UBND xã Đề Gi", "UBND xã Tuy Phước"]);
        assert_eq!(narrow(&units, "", "", 2).1, 1);
    }

    #[test]
    fn the_day_is_told_only_when_it_is_not_today() {
        let changed = Timestamp::parse("2026-11-20T03:32:00Z").unwrap();
        let seconds = changed.unix_seconds();
        assert_eq!(saved_at(changed, seconds + 60), "10:32");
        assert_eq!(saved_at(changed, seconds + 86_400), "10:32, 20/11/2026");
    }
}
