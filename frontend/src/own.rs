//! The program of the pages of one's own account.

fn main() {
    motcua_frontend::start_own();
}
