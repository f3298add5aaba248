//! What is written down of an officer beside who they are and what they may do: "THÔNG TIN CÁN BỘ".

pub mod domain;
pub mod store;
