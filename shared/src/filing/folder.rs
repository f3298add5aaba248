//! The folders of the personal page: every filed dossier lies in one, and those whose fee is due in one more.

use crate::filing::dto::DossierStatus;
use serde::{Deserialize, Serialize};

/// A folder of filed dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Folder {
    /// "Chờ thanh toán lệ phí": its fee is due, wherever else it lies.
    Unpaid,
    /// "Đã nộp": with the office, or ended with a result.
    Filed,
    /// "Chờ bổ sung".
    ToSupplement,
    /// "Chờ xác nhận": its filer asked for it back, and the office has not answered.
    ToConfirm,
    /// "Không đủ điều kiện giải quyết": refused or stopped by the office.
    Ineligible,
    /// "Đã hủy": taken back by who filed it.
    Cancelled,
}

impl Folder {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Unpaid,
        Self::Filed,
        Self::ToSupplement,
        Self::ToConfirm,
        Self::Ineligible,
        Self::Cancelled,
    ];

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Filed => "filed",
            Self::ToSupplement => "to-supplement",
            Self::ToConfirm => "to-confirm",
            Self::Ineligible => "ineligible",
            Self::Cancelled => "cancelled",
        }
    }

    /// The folder of an address.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|folder| folder.as_str() == text)
    }

    /// Where a dossier in this state lies.
    pub const fn of_state(status: DossierStatus, is_withdrawn: bool) -> Self {
        use DossierStatus as S;
        match (status, is_withdrawn) {
            (S::Stopped, true) => Self::Cancelled,
            (S::Refused | S::Stopped, _) => Self::Ineligible,
            (S::AwaitingSupplement, _) => Self::ToSupplement,
            (S::WithdrawalRequested, _) => Self::ToConfirm,
            (
                S::Submitted | S::Received | S::InProcess | S::AwaitingPayment | S::Completed | S::Returned,
                _,
            ) => Self::Filed,
        }
    }

    /// The states of the dossiers in it, and whether they were taken back; nothing for the one that goes by fees.
    pub const fn states(self) -> Option<(&'static [DossierStatus], bool)> {
        use DossierStatus as S;
        Some(match self {
            Self::Unpaid => return None,
            Self::Filed => (
                &[
                    S::Submitted,
                    S::Received,
                    S::InProcess,
                    S::AwaitingPayment,
                    S::Completed,
                    S::Returned,
                ],
                false,
            ),
            Self::ToSupplement => (&[S::AwaitingSupplement], false),
            Self::ToConfirm => (&[S::WithdrawalRequested], false),
            Self::Ineligible => (&[S::Refused, S::Stopped], false),
            Self::Cancelled => (&[S::Stopped], true),
        })
    }
}

/// How much lies where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FolderCounts {
    /// Of each folder, in the order of the page.
    pub folders: Vec<FolderCount>,
    /// Dossiers being filled in.
    pub drafts: u32,
    /// Papers of the vault.
    pub papers: u32,
    /// Messages of units that were not read.
    #[serde(default)]
    pub unread: u32,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FolderCount {
    /// Which.
    pub folder: Folder,
    /// How many dossiers.
    pub count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_lies_in_the_one_folder_that_lists_it() {
        use DossierStatus as S;
        for status in [
            S::Submitted,
            S::Received,
            S::Refused,
            S::InProcess,
            S::AwaitingSupplement,
            S::AwaitingPayment,
            S::WithdrawalRequested,
            S::Stopped,
            S::Completed,
            S::Returned,
        ] {
            let lists = |folder: &Folder| {
                let listed = folder.states();
                listed.is_some_and(|(states, withdrawn)| !withdrawn && states.contains(&status))
            };
            let all: Vec<Folder> = Folder::ALL.into_iter().filter(lists).collect();
            assert_eq!(all, [Folder::of_state(status, false)], "{status:?}");
        }
        assert_eq!(Folder::of_state(S::Stopped, true), Folder::Cancelled);
        for folder in Folder::ALL {
            assert_eq!(Folder::of(folder.as_str()), Some(folder));
            assert_eq!(
                serde_json::to_string(&folder).unwrap(),
                format!("\"{}\"", folder.as_str())
            );
        }
    }
}
