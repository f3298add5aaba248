//! "Phản ánh về kết quả giải quyết": an owner says that a result is wrong, its agency compares and answers.

pub mod dto;
pub mod rule;
