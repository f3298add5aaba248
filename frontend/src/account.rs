//! The program of the pages around an account.

fn main() {
    motcua_frontend::start_account();
}
