//! The program of the pages about officers: who works where, and what they may do.

fn main() {
    motcua_frontend::start_people();
}
