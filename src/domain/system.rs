//! What the system says of a file, a folder or an address, in words that go on a sentence of ours.
//!
//! Place in the flow: wherever a file or a connection fails. What must stay true: the common faults read as our own
//! language; what is rare stays as the system says it.

use std::io::{Error, ErrorKind};

use super::Lang;

/// The fault without a capital or a full stop: `den finns inte`, `it does not exist`.
pub fn system_fault(lang: Lang, fault: &Error) -> String {
    let (sv, en) = match fault.kind() {
        ErrorKind::NotFound => ("den finns inte", "it does not exist"),
        ErrorKind::PermissionDenied => ("du har inte rätt till det", "you have no permission"),
        ErrorKind::IsADirectory => ("det är en mapp", "it is a folder"),
        ErrorKind::NotADirectory => ("något i sökvägen är ingen mapp", "a part of the path is no folder"),
        ErrorKind::AlreadyExists => ("den finns redan", "it is there already"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("disken är full", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => ("disken går bara att läsa", "the disk is read-only"),
        ErrorKind::InvalidData => ("den är inte text i UTF-8", "it is no text in UTF-8"),
        ErrorKind::AddrInUse => ("ett annat program använder den", "another program uses it"),
        ErrorKind::AddrNotAvailable => ("den finns inte på den här datorn", "it is not one of this machine's"),
        ErrorKind::ConnectionRefused => ("ingen tar emot anslutningen", "nobody takes the connection"),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof => {
            ("anslutningen bröts", "the connection was cut")
        }
        ErrorKind::TimedOut => ("det tog för lång tid", "it took too long"),
        _ => return fault.to_string(),
    };
    lang.of(sv, en).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_faults_are_said_in_the_readers_language() {
        let folder = tempfile::tempdir().unwrap();
        let missing = std::fs::read(folder.path().join("saknas")).unwrap_err();
        assert_eq!(system_fault(Lang::Sv, &missing), "den finns inte");
        assert_eq!(system_fault(Lang::En, &missing), "it does not exist");
        assert_eq!(system_fault(Lang::Sv, &std::fs::read(folder.path()).unwrap_err()), "det är en mapp");
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let again = std::net::TcpListener::bind(taken.local_addr().unwrap()).unwrap_err();
        assert_eq!(system_fault(Lang::Sv, &again), "ett annat program använder den");
        assert_eq!(system_fault(Lang::Sv, &Error::other("motorn hackar")), "motorn hackar");
    }
}
