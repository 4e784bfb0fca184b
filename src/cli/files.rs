//! How many files the system lets the program have open, and so how many kommuner it can read at once.
//!
//! What must stay true: a small limit makes an audit slower; it never costs a kommun.

use super::output;
use crate::domain::{Lang, say};

/// Files beside the connections: the database and its readers, the terminal, what the libraries want.
const BESIDE: u64 = 32;
/// Connections of one kommun: one in flight, others resting at its other hosts.
const A_KOMMUN: u64 = 4;

/// So many kommuner at once of those wanted as there is room for. Raises the limit as far as the system allows; says
/// so if that is not enough.
pub(super) fn room_for(wanted: usize, lang: Lang) -> usize {
    let Some(limit) = raised(files(wanted)) else { return wanted };
    let room = usize::try_from(limit.saturating_sub(BESIDE) / A_KOMMUN).unwrap_or(usize::MAX).max(1);
    if room < wanted {
        output::note(&say!(
            lang,
            "Systemet låter hemkoll ha högst {limit} filer öppna. Samtidigt läses därför högst så här många kommuner: \
             {room}. Höj gränsen med ulimit -n om du vill läsa fler.",
            "The system lets hemkoll have at most {limit} files open. So at most so many kommuner are read at once: \
             {room}. Raise the limit with ulimit -n if you want to read more."
        ));
    }
    room.min(wanted)
}

fn files(kommuner: usize) -> u64 {
    u64::try_from(kommuner).unwrap_or(u64::MAX).saturating_mul(A_KOMMUN).saturating_add(BESIDE)
}

/// The limit after raising it to what is needed, or as near as the system allows; `None` when there is none.
#[cfg(unix)]
fn raised(needed: u64) -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current?;
    if current >= needed {
        return Some(current);
    }
    let higher = limit.maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(higher), maximum: limit.maximum });
    Some(if raised.is_ok() { higher } else { current })
}

#[cfg(not(unix))]
fn raised(_needed: u64) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_room_for_is_never_capped() {
        assert_eq!(room_for(1, Lang::Sv), 1);
        assert_eq!(files(8), 64);
    }
}
