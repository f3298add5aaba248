//! "Đang được X xử lý": an officer holds a dossier while its page is open, others see who, and may take over. Whoever acts beside
//! the one who holds it is refused; the version guards the rest.

pub mod handler;
pub mod service;
pub mod store;
