//! The program of what administrators keep: procedures, paper types, units and the calendar.

fn main() {
    motcua_frontend::start_keeping();
}
