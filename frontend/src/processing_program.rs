//! The program of dossiers at the unit that receives them.

fn main() {
    motcua_frontend::start_processing();
}
