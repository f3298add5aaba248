//! Signing in and registering: a form, then a one-time code, then, for who is new or forgot it, the password.

pub mod account;
pub mod code_step;
mod kept;
mod model;
mod page_cancel;
mod page_claim;
mod page_lost_phone;
mod page_recover;
mod page_register;
mod page_register_by;
mod page_register_token;
mod page_set_password;
mod page_sign_in;
mod page_sign_in_token;
mod page_software;
mod page_software_edit;
mod page_staff_sign_in;
mod password_input;
mod proof;
mod register_form;
mod sim_step;
mod step_code;
mod step_new_password;
mod step_other_way;
mod step_password;
mod terms;
mod token_facts;
mod token_form;
mod token_step;

use crate::route::Route;

/// The addresses of this feature: the pages around an account, which are a program of their own.
pub const ROUTES: &[Route] = &[
    ("/dang-nhap", page_sign_in::page),
    ("/dang-nhap/usb-ky-so", page_sign_in_token::page),
    ("/dang-nhap/sim-ky-so", page_sign_in_token::by_sim),
    ("/dang-ky", page_register::page),
    ("/dang-ky/thue-bao", page_register_by::by_phone),
    ("/dang-ky/bao-hiem", page_register_by::by_insurance),
    ("/dang-ky/buu-dien", page_register_by::by_post),
    ("/dang-ky/usb-ky-so", page_register_token::page),
    ("/dang-ky/sim-ky-so", page_register_token::by_sim),
    ("/dang-ky/khong-phai-toi", page_claim::page),
    ("/phan-mem-ho-tro", page_software::page),
    ("/quen-mat-khau", page_recover::page),
    ("/dat-mat-khau", page_set_password::page),
    ("/mat-dien-thoai", page_lost_phone::page),
    ("/huy", page_cancel::page),
];

/// What administrators keep; with the pages of the own account.
pub const OWN_ROUTES: &[Route] = &[("/tai-khoan/phan-mem-ho-tro", page_software_edit::page)];

/// Where officers sign in, in their own program.
pub const STAFF_ROUTES: &[Route] = &[("/can-bo/dang-nhap", page_staff_sign_in::page)];
