//! Words for values of the catalogue that several features show: levels, who may file, times, fees, deliveries.

use crate::format;
use motcua_shared::catalogue::dto::{Component, CopyKind, Level};
pub use motcua_shared::filing::words::delivery;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::{PaperListItem, VaultKind};

pub use motcua_shared::catalogue::words::working_time;

/// "Cấp xã".
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Ministry => text::catalogue::level_ministry(lang),
        Level::Province => text::catalogue::level_province(lang),
        Level::District => text::catalogue::level_district(lang),
        Level::Commune => text::catalogue::level_commune(lang),
    }
}

/// "Cấp tỉnh, Cấp xã".
pub fn levels(levels: &[Level], lang: Lang) -> String {
    join(levels.iter().map(|value| level(*value, lang)))
}

/// "Công dân, Doanh nghiệp".
pub fn applicants(kinds: &[AccountKind], lang: Lang) -> String {
    join(kinds.iter().map(|kind| match kind {
        AccountKind::Citizen => text::catalogue::applicant_citizen(lang),
        AccountKind::Enterprise => text::catalogue::applicant_enterprise(lang),
        AccountKind::Agency => text::catalogue::applicant_agency(lang),
        AccountKind::Staff => text::catalogue::applicant_staff(lang),
        AccountKind::Administrator => text::catalogue::applicant_administrator(lang),
    }))
}

/// "15.000 đ", or that there is none.
pub fn fee(dong: i64, lang: Lang) -> String {
    if dong == 0 {
        text::catalogue::no_fee(lang).to_owned()
    } else {
        format::money(dong, lang)
    }
}

/// "Loại kho"; of another system's vault its name.
pub fn paper_kind(paper: &PaperListItem, lang: Lang) -> String {
    let kind = match paper.vault_kind {
        VaultKind::Own => text::vault::kind_own(lang),
        VaultKind::Authority => text::vault::kind_authority(lang),
        VaultKind::Partner => text::vault::kind_partner(lang),
    };
    paper.source.clone().unwrap_or_else(|| kind.to_owned())
}

/// "Bản chính · 2 bản · Có chữ ký số".
pub fn component_line(component: &Component, lang: Lang) -> String {
    let mut parts = vec![
        match component.copy_kind {
            CopyKind::Original => text::catalogue::original(lang),
            CopyKind::Copy => text::catalogue::copy(lang),
        }
        .to_owned(),
    ];
    if component.quantity > 1 {
        parts.push(text::catalogue::quantity(lang, component.quantity));
    }
    if component.further_copies > 0 {
        parts.push(text::catalogue::further_copies(lang, component.further_copies));
    }
    if component.signature_required {
        parts.push(text::catalogue::signed(lang).to_owned());
    }
    parts.join(" · ")
}

/// What of a component counts where it is filed online: a file, and what it has to show.
pub fn counts_online(component: &Component, lang: Lang) -> &'static str {
    match (component.signature_required, component.copy_kind) {
        (true, _) => text::catalogue::counts_signed(lang),
        (false, CopyKind::Original) => text::catalogue::counts_original(lang),
        (false, CopyKind::Copy) => text::catalogue::counts_copy(lang),
    }
}

fn join(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::catalogue::dto::HalfDays;
    use motcua_shared::catalogue::time_limit::TimeLimit;

    fn component() -> Component {
        Component {
            id: "to-trinh".to_owned(),
            name: "Tờ trình".to_owned(),
            note: None,
            required: true,
            accepts: Vec::new(),
            signature_required: true,
            copy_kind: CopyKind::Original,
            quantity: 2,
            further_copies: 0,
            code: None,
            group: None,
            only_for: Vec::new(),
            max_age_months: None,
            forms: Vec::new(),
        }
    }

    #[test]
    fn half_days_and_fees_read_as_people_say_them() {
        assert_eq!(
            working_time(TimeLimit::Working(HalfDays(15)), Lang::Vi),
            "7,5 ngày làm việc"
        );
        assert_eq!(
            working_time(TimeLimit::Working(HalfDays(2)), Lang::En),
            "1 working day"
        );
        assert_eq!(
            working_time(TimeLimit::Working(HalfDays(0)), Lang::Vi),
            "Ngay trong ngày làm việc"
        );
        assert_eq!(fee(15_000, Lang::Vi), "15.000 đ");
        assert_eq!(fee(0, Lang::Vi), "Không thu lệ phí");
    }

    #[test]
    fn several_values_make_one_line() {
        assert_eq!(
            levels(&[Level::Province, Level::Commune], Lang::Vi),
            "Cấp tỉnh, Cấp xã"
        );
    }

    #[test]
    fn a_component_is_described_in_one_line() {
        assert_eq!(
            component_line(&component(), Lang::Vi),
            "Bản chính · 2 bản · Có chữ ký số"
        );
    }
}
