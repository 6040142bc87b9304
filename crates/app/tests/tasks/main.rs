//! A task's way through the use cases, on a real store and a clock that stands still.

mod changes;
mod intake;
mod recovery;
mod register_door;
mod stale;
mod unready;
mod world;
