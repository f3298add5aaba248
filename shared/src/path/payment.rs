//! Addresses of fees.

use super::{AGENT, BASE, DESK_DOSSIERS, DOSSIERS};
use crate::id::DossierId;

/// Charges of the account that are due.
pub const CHARGES: &str = "/api/v1/charges";

/// What a dossier costs, for its filer.
pub fn charge(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/charge")
}

/// The code that banking applications read, as a picture.
pub fn charge_qr(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/charge/qr")
}

/// Begins an online payment.
pub fn charge_payments(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/charge/payments")
}

/// What a dossier costs, for officers; `POST` does something with it.
pub fn desk_charge(id: DossierId) -> String {
    format!("{DESK_DOSSIERS}/{id}/charge")
}

/// Where VNPAY sends the browser back to.
pub fn vnpay_return() -> String {
    format!("{BASE}/payments/vnpay/return")
}

/// Where VNPAY itself says what came in.
pub fn vnpay_ipn() -> String {
    format!("{AGENT}/vnpay/ipn")
}

/// The page of a charge.
pub fn charge_page(id: DossierId) -> String {
    format!("/le-phi/{id}")
}
