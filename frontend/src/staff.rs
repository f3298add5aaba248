//! The program of the pages of officers.

fn main() {
    motcua_frontend::start_staff();
}
