//! Which program of the site has the page of an address.

/// A program of the site, with an HTML file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// What everybody loads first.
    Main,
    /// The ways into an account.
    Account,
    /// The pages of one's own account.
    Own,
    /// The pages of officers.
    Staff,
    /// The vault.
    Vault,
    /// The filing wizard.
    Filing,
    /// Dossiers after they were filed, for those who filed them.
    Dossiers,
    /// Parts that a unit asks for once more, in the way of the wizard.
    Supplement,
    /// Papers put into the vault and changed.
    Adding,
    /// Photographs made into PDFs.
    Scan,
    /// Certified copies, feedback on results, petitions, fees, shares and the log of the vault, for owners.
    Requests,
    /// Certified copies, feedback and looks into vaults, for officers.
    DeskRequests,
    /// Dossiers at the unit that receives them.
    Processing,
    /// Dossiers that people bring to a desk, once it is known who stands there.
    Reception,
    /// What a unit does beside its dossiers: delegations, opinions, petitions, ratings, rules of refusal, claims, and who comes to the desk.
    Unit,
    /// Procedures, paper types, units and the calendar, for administrators.
    Keeping,
    /// Officers by unit, for administrators.
    People,
    /// Figures of every level, for officers and administrators.
    Figures,
    /// Introduction and news, for administrators.
    News,
    /// Results that units write, sign and seal themselves.
    Drafting,
}

impl Entry {
    /// Every program.
    pub const ALL: [Self; 20] = [
        Self::Main,
        Self::Account,
        Self::Own,
        Self::Staff,
        Self::Vault,
        Self::Filing,
        Self::Dossiers,
        Self::Supplement,
        Self::Adding,
        Self::Scan,
        Self::Requests,
        Self::DeskRequests,
        Self::Processing,
        Self::Reception,
        Self::Unit,
        Self::Keeping,
        Self::People,
        Self::Figures,
        Self::News,
        Self::Drafting,
    ];

    /// The name of its HTML file; `frontend/programs` has the same.
    pub const fn html(self) -> &'static str {
        match self {
            Self::Main => "index.html",
            Self::Account => "account.html",
            Self::Own => "own.html",
            Self::Staff => "staff.html",
            Self::Vault => "vault.html",
            Self::Filing => "filing.html",
            Self::Dossiers => "dossiers.html",
            Self::Supplement => "supplement.html",
            Self::Adding => "adding.html",
            Self::Scan => "scan.html",
            Self::Requests => "requests.html",
            Self::DeskRequests => "desk.html",
            Self::Processing => "processing.html",
            Self::Reception => "reception.html",
            Self::Unit => "unit.html",
            Self::Keeping => "keeping.html",
            Self::People => "people.html",
            Self::Figures => "figures.html",
            Self::News => "news.html",
            Self::Drafting => "drafting.html",
        }
    }

    /// The pages of each program. The first that fits counts; `*` stands for any one part, `**` at the end for any that
    /// follow, or none. What fits nothing is of [`Self::Main`]. The worker that keeps pages for bad lines reads it too.
    pub const PAGES: &[(&str, Self)] = &[
        ("kho/chung-thuc/**", Self::Requests),
        ("kho/phan-anh/**", Self::Requests),
        ("kho/chia-se/**", Self::Requests),
        ("kho/duoc-chia-se/**", Self::Requests),
        ("kho/nhat-ky/**", Self::Requests),
        ("kho/*/phan-anh/**", Self::Requests),
        ("kho/*/nhat-ky/**", Self::Requests),
        ("le-phi/**", Self::Requests),
        ("kien-nghi/**", Self::Requests),
        ("kho/them/**", Self::Adding),
        ("kho/*/sua/**", Self::Adding),
        ("kho/**", Self::Vault),
        ("xem/**", Self::Vault),
        ("kiem-tra-chu-ky/**", Self::Vault),
        ("nop/*/**", Self::Filing),
        ("ho-so/*/bo-sung/**", Self::Supplement),
        ("ho-so/**", Self::Dossiers),
        ("tra-cuu/**", Self::Dossiers),
        ("chup-giay-to/**", Self::Scan),
        ("can-bo/chung-thuc/**", Self::DeskRequests),
        ("can-bo/danh-muc/tin-tuc/**", Self::News),
        ("can-bo/danh-muc/**", Self::Keeping),
        ("can-bo/nguoi-dung/**", Self::People),
        ("can-bo/so-lieu/**", Self::Figures),
        ("can-bo/kho/**", Self::DeskRequests),
        ("can-bo/phan-anh/**", Self::DeskRequests),
        ("can-bo/ho-so/danh-gia/**", Self::Unit),
        ("can-bo/ho-so/can-cu-tu-choi/**", Self::Unit),
        ("can-bo/tiep-nhan", Self::Unit),
        ("can-bo/tiep-nhan/**", Self::Reception),
        ("can-bo/phan-anh-tai-khoan/**", Self::Unit),
        ("can-bo/kien-nghi/**", Self::Unit),
        ("can-bo/y-kien/**", Self::Unit),
        ("can-bo/uy-quyen/**", Self::Unit),
        ("can-bo/ho-so/*/ket-qua/**", Self::Drafting),
        ("can-bo/ket-qua/**", Self::Drafting),
        ("can-bo/ho-so/**", Self::Processing),
        ("can-bo/**", Self::Staff),
        ("dang-ky/**", Self::Account),
        ("dang-nhap/**", Self::Account),
        ("dat-mat-khau/**", Self::Account),
        ("huy/**", Self::Account),
        ("mat-dien-thoai/**", Self::Account),
        ("phan-mem-ho-tro/**", Self::Account),
        ("quen-mat-khau/**", Self::Account),
        ("ky-so/**", Self::Own),
        ("tai-khoan/**", Self::Own),
    ];

    /// The program that has the page of an address.
    pub fn of(path: &str) -> Self {
        let found = Self::PAGES.iter().find(|(pattern, _)| fits(pattern, path));
        found.map_or(Self::Main, |(_, entry)| *entry)
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    for wanted in pattern.split('/') {
        if wanted == "**" {
            return true;
        }
        match parts.next() {
            Some(part) if wanted == "*" || wanted == part => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_program() {
        for (path, entry) in [
            ("/", Entry::Main),
            ("/kho", Entry::Vault),
            ("/kho/01926f3e", Entry::Vault),
            ("/kho/01926f3e/xem", Entry::Vault),
            ("/kiem-tra-chu-ky", Entry::Vault),
            ("/kho/them", Entry::Adding),
            ("/kho/01926f3e/sua", Entry::Adding),
            ("/nop", Entry::Main),
            ("/nop/01926f3e", Entry::Filing),
            ("/nop/01926f3e/3", Entry::Filing),
            ("/ho-so", Entry::Dossiers),
            ("/ho-so/01926f3e/bo-sung", Entry::Supplement),
            ("/tra-cuu", Entry::Dossiers),
            ("/ho-so/01926f3e", Entry::Dossiers),
            ("/kho/nhat-ky", Entry::Requests),
            ("/kho/01926f3e/nhat-ky", Entry::Requests),
            ("/le-phi", Entry::Requests),
            ("/le-phi/01926f3e/bien-nhan", Entry::Requests),
            ("/kien-nghi/gui", Entry::Requests),
            ("/phan-anh/PA-261123-0001", Entry::Main),
            ("/can-bo/kien-nghi", Entry::Unit),
            ("/can-bo/kho", Entry::DeskRequests),
            ("/can-bo/danh-muc", Entry::Keeping),
            ("/can-bo/danh-muc/tin-tuc/moi", Entry::News),
            ("/tin-tuc/lich-nghi", Entry::Main),
            ("/can-bo/nguoi-dung", Entry::People),
            ("/can-bo/so-lieu", Entry::Figures),
            ("/can-bo/nguoi-dung/moi", Entry::People),
            ("/dang-nhap/", Entry::Account),
            ("/thu-tuc/1.001193", Entry::Main),
            ("/khongco", Entry::Main),
            ("/can-bo/danh-muc/don-vi", Entry::Keeping),
            ("/can-bo", Entry::Staff),
            ("/can-bo/ho-so", Entry::Processing),
            ("/can-bo/ho-so/danh-gia", Entry::Unit),
            ("/can-bo/y-kien/01926f3e", Entry::Unit),
            ("/can-bo/tiep-nhan", Entry::Unit),
            ("/can-bo/tiep-nhan/01926f3e/don-vi", Entry::Reception),
            ("/can-bo/phan-anh-tai-khoan", Entry::Unit),
            ("/can-bo/uy-quyen", Entry::Unit),
            ("/can-bo/ho-so/01926f3e", Entry::Processing),
            ("/can-bo/ho-so/01926f3e/ket-qua", Entry::Drafting),
            ("/can-bo/ket-qua/so", Entry::Drafting),
        ] {
            assert_eq!(Entry::of(path), entry, "{path}");
        }
    }

    #[test]
    fn the_build_knows_every_program() {
        let table = include_str!("../../../frontend/programs");
        let names = table.lines().filter(|line| !line.starts_with('#'));
        let built: Vec<String> = names
            .filter_map(|line| line.split('|').next())
            .map(|name| format!("{}.html", if name == "app" { "index" } else { name }))
            .collect();
        assert_eq!(built, Entry::ALL.map(Entry::html));
    }
}
