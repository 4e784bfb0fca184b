//! The crawl against servers on loopback: reasons, limits, politeness, robots.txt, scope and the address guard.

mod fetching;
mod names;
mod server;
mod tls;
mod visiting;
