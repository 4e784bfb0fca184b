//! The program itself over a loopback site, while it is killed, told to stop, and its database fails: nothing is lost,
//! nothing is read twice beyond the page in flight, and the next run goes on.

mod faults;
mod kills;
mod machines;
#[path = "../postgres/mod.rs"]
mod postgres;
mod scene;
mod signals;
