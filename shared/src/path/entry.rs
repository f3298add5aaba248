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
    /// Papers put into the vault and changed.
    Adding,
    /// Photographs made into PDFs.
    Scan,
    /// Certified copies, feedback on results, fees, shares and the log of the vault, for owners.
    Requests,
    /// Certified copies, feedback and looks into vaults, for officers.
    DeskRequests,
    /// Dossiers at the unit that receives them.
    Processing,
    /// Procedures, paper types, units and the calendar, for administrators.
    Keeping,
}

impl Entry {
    /// Every program.
    pub const ALL: [Self; 13] = [
        Self::Main,
        Self::Account,
        Self::Own,
        Self::Staff,
        Self::Vault,
        Self::Filing,
        Self::Dossiers,
        Self::Adding,
        Self::Scan,
        Self::Requests,
        Self::DeskRequests,
        Self::Processing,
        Self::Keeping,
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
            Self::Adding => "adding.html",
            Self::Scan => "scan.html",
            Self::Requests => "requests.html",
            Self::DeskRequests => "desk.html",
            Self::Processing => "processing.html",
            Self::Keeping => "keeping.html",
        }
    }

    /// The program that has the page of an address.
    pub fn of(path: &str) -> Self {
        let mut parts = path.trim_start_matches('/').split('/');
        let (first, second, third) = (parts.next(), parts.next(), parts.next());
        match first {
            Some("kho")
                if matches!(
                    second,
                    Some("chung-thuc" | "phan-anh" | "chia-se" | "duoc-chia-se" | "nhat-ky")
                ) || matches!(third, Some("phan-anh" | "nhat-ky")) =>
            {
                Self::Requests
            }
            Some("kho") if second == Some("them") || third == Some("sua") => Self::Adding,
            Some("can-bo") if matches!(second, Some("chung-thuc" | "kho" | "phan-anh")) => Self::DeskRequests,
            Some(
                "dang-ky" | "dang-nhap" | "dat-mat-khau" | "huy" | "mat-dien-thoai" | "phan-mem-ho-tro"
                | "quen-mat-khau",
            ) => Self::Account,
            Some("nop") if second.is_some() => Self::Filing,
            Some("ho-so") => Self::Dossiers,
            Some("le-phi") => Self::Requests,
            Some("ky-so" | "tai-khoan") => Self::Own,
            Some("can-bo") if second == Some("ho-so") => Self::Processing,
            Some("can-bo") if second == Some("danh-muc") => Self::Keeping,
            Some("can-bo") => Self::Staff,
            Some("kho" | "xem" | "kiem-tra-chu-ky") => Self::Vault,
            Some("chup-giay-to") => Self::Scan,
            _ => Self::Main,
        }
    }
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
            ("/ho-so/01926f3e", Entry::Dossiers),
            ("/kho/nhat-ky", Entry::Requests),
            ("/kho/01926f3e/nhat-ky", Entry::Requests),
            ("/le-phi", Entry::Requests),
            ("/le-phi/01926f3e/bien-nhan", Entry::Requests),
            ("/can-bo/kho", Entry::DeskRequests),
            ("/can-bo/danh-muc", Entry::Keeping),
            ("/can-bo/danh-muc/don-vi", Entry::Keeping),
            ("/can-bo", Entry::Staff),
            ("/can-bo/ho-so", Entry::Processing),
            ("/can-bo/ho-so/01926f3e", Entry::Processing),
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
