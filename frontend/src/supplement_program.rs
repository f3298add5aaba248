//! The program of what a unit asks for once more.

fn main() {
    motcua_frontend::start_supplement();
}
