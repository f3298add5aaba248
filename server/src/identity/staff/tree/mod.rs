//! The units where officers work, as a tree, with how many work in each.

mod store;

use super::closing::service as closing;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::state::AppState;
use motcua_shared::catalogue::dto::Level;
use motcua_shared::identity::staff::StaffUnit;

/// All of them, by name. A unit whose upper unit does not work with this portal stands at the top.
pub async fn load(state: &AppState) -> AppResult<Vec<StaffUnit>> {
    let today = state.clock.now().vietnam_date();
    let levels = [Level::Province, Level::District, Level::Commune];
    state
        .db
        .read(move |conn| {
            let counts = store::count_officers(conn)?;
            let places = directory::list_places(conn, &levels, today)?;
            let closings = closing::list(conn)?;
            let mut units = Vec::new();
            for (unit, parent_id) in places {
                let counts = counts.get(&unit.id).copied().unwrap_or_default();
                units.push(StaffUnit {
                    officers: counts.officers,
                    unbound: counts.unbound,
                    closes_on: closings.get(&unit.id).copied(),
                    closed_from: closing::of_unit(conn, &closings, unit.id)?,
                    id: unit.id,
                    name: unit.name,
                    parent_id,
                });
            }
            Ok(units)
        })
        .await
}
