//! Tests of the page model as a whole, on pages written for the purpose. The kommuner are made up.

mod contacts;
mod robust;
mod structures;
