//! The portal through HTTP, on SQLite and PostgreSQL. One module per feature; the names of tests are sentences.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed, and says where"
)]

mod account;
mod account_contact;
mod account_lost;
mod assisted;
mod authz;
mod calendar;
mod catalogue;
mod categories;
mod certified;
mod certified_asked;
mod claims;
mod cross_site;
mod database;
mod errors;
mod feedback;
mod feedback_desk;
mod filing;
mod filing_bounds;
mod filing_files;
mod filing_race;
mod identity;
mod identity_race;
mod identity_shut_out;
mod identity_stale;
mod jobs;
mod logs;
mod looks;
mod notification;
mod notification_email;
mod notification_zalo;
mod object_store;
mod observability;
mod officers;
mod oidc;
mod openapi;
mod partner;
mod partner_bad;
mod payment;
mod payment_desk;
mod procedures;
mod processing;
mod processing_desk;
mod receipt;
mod recovery;
mod registration;
mod registration_bad;
mod settings;
mod sharing;
mod sharing_race;
mod signature;
mod signature_check;
mod signature_issued;
mod signature_keeping;
mod signature_time;
mod signature_today;
mod signing;
mod sim;
mod staff_command;
mod staff_sign_in;
mod supplement;
mod support_software;
mod thread;
mod token_account;
mod token_account_bad;
mod token_agent;
mod token_file;
mod token_holder;
mod upload;
mod upload_bounds;
mod upload_faults;
mod upload_pieces;
mod upload_race;
mod upload_scan;
mod upload_tus;
mod vault;
mod vault_edit;
mod vault_reading;
mod vault_search;
mod verify;
mod withdrawal;
