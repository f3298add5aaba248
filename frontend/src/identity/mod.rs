//! Signing in and registering: a form, then a one-time code, then, for who is new or forgot it, the password.

pub mod account;
mod code_step;
mod kept;
mod model;
mod page_cancel;
mod page_claim;
mod page_lost_phone;
mod page_recover;
mod page_register;
mod page_register_by;
mod page_sign_in;
mod password_input;
mod proof;
mod register_form;
mod step_code;
mod step_new_password;
mod step_other_way;
mod step_password;

use crate::route::Route;

/// The addresses of this feature: the pages around an account, which are a program of their own.
pub const ROUTES: &[Route] = &[
    ("/dang-nhap", page_sign_in::page),
    ("/dang-ky", page_register::page),
    ("/dang-ky/thue-bao", page_register_by::by_phone),
    ("/dang-ky/bao-hiem", page_register_by::by_insurance),
    ("/dang-ky/buu-dien", page_register_by::by_post),
    ("/dang-ky/khong-phai-toi", page_claim::page),
    ("/quen-mat-khau", page_recover::page),
    ("/mat-dien-thoai", page_lost_phone::page),
    ("/huy", page_cancel::page),
];
