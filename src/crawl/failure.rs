//! Errors of the network libraries to a typed [`Reason`].
//!
//! Place in the flow: fetch hands over what went wrong; outcomes carry the reason, the log the detail.
//! What must stay true: the whole chain of causes is walked, also inside `io::Error` (whose `source` skips its own
//! inner error), so that an expired certificate is never just "failed".

use std::error::Error;
use std::io;

use rustls::CertificateError;

use crate::domain::Reason;

/// Why an answer could not be had, with a short detail for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The typed reason.
    pub reason: Reason,
    /// What the library said, shortened; for the log, not for people.
    pub detail: String,
}

impl Failure {
    /// A failure with a detail of at most 200 characters on one line.
    pub fn new(reason: Reason, detail: impl std::fmt::Display) -> Self {
        let detail = detail.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
        Self { reason, detail }
    }
}

/// The failure behind an error of the HTTP client while asking or while reading the body.
pub(super) fn classify(error: &reqwest::Error) -> Failure {
    let causes = chain(error);
    let found = causes.iter().find_map(|cause| of_cause(*cause, error.is_connect()));
    let reason = found.unwrap_or_else(|| {
        if error.is_timeout() {
            if error.is_connect() { Reason::ConnectTimeout } else { Reason::AnswerTimeout }
        } else if error.is_connect() {
            Reason::ConnectionRefused
        } else {
            Reason::BadHttp
        }
    });
    match causes.iter().find_map(|cause| cause.downcast_ref::<Refused>()) {
        Some(refused) => refused.0.clone(),
        None => Failure::new(reason, causes.last().map_or_else(|| error.to_string(), ToString::to_string)),
    }
}

/// Carries a failure of ours (guard, names) through the client's error type.
#[derive(Debug)]
pub(super) struct Refused(pub Failure);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl Error for Refused {}

/// The error and all its causes, outermost first; an `io::Error`'s inner error counts as its cause.
pub(super) fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = vec![error];
    // Bounded: a library could link errors in a circle.
    while causes.len() < 16 {
        let Some(&last) = causes.last() else { break };
        let inner = last.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let next = match inner {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => last.source(),
        };
        match next {
            Some(cause) => causes.push(cause),
            None => break,
        }
    }
    causes
}

fn of_cause(cause: &(dyn Error + 'static), connecting: bool) -> Option<Reason> {
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(of_tls(tls));
    }
    if let Some(http) = cause.downcast_ref::<hyper::Error>() {
        return of_http(http);
    }
    if let Some(http2) = cause.downcast_ref::<h2::Error>() {
        return Some(if http2.is_io() || http2.is_reset() { Reason::ConnectionReset } else { Reason::BadHttp });
    }
    cause.downcast_ref::<io::Error>().and_then(|io| of_io(io, connecting))
}

fn of_tls(error: &rustls::Error) -> Reason {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => Reason::TlsExpired,
            C::NotValidForName | C::NotValidForNameContext { .. } => Reason::TlsWrongName,
            // A self-signed certificate is either an unknown issuer or a CA used as end entity ("other").
            _ => Reason::TlsUntrusted,
        },
        _ => Reason::TlsFailed,
    }
}

fn of_http(error: &hyper::Error) -> Option<Reason> {
    if error.is_parse_too_large() {
        Some(Reason::TooManyHeaders)
    } else if error.is_parse() {
        Some(Reason::BadHttp)
    } else if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        Some(Reason::ConnectionReset)
    } else {
        None
    }
}

fn of_io(error: &io::Error, connecting: bool) -> Option<Reason> {
    use io::ErrorKind as K;
    // An error that wraps another is judged by what it wraps.
    if error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<rustls::Error>) {
        return None;
    }
    // ENFILE, EMFILE: this machine has no file left to open. No fault of the site's.
    if matches!(error.raw_os_error(), Some(23 | 24)) {
        return Some(Reason::NoNetwork);
    }
    match error.kind() {
        K::NetworkUnreachable | K::NetworkDown => Some(Reason::NoNetwork),
        K::ConnectionRefused => Some(Reason::ConnectionRefused),
        K::HostUnreachable => Some(Reason::ConnectTimeout),
        K::TimedOut => Some(if connecting { Reason::ConnectTimeout } else { Reason::AnswerTimeout }),
        K::ConnectionReset | K::ConnectionAborted | K::BrokenPipe | K::UnexpectedEof => Some(Reason::ConnectionReset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_io_error_shows_what_it_wraps() {
        let tls = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let outer = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls));
        let causes = chain(&outer);
        assert_eq!(causes.iter().find_map(|c| of_cause(*c, true)), Some(Reason::TlsExpired));
    }

    #[test]
    fn a_machine_without_a_file_left_blames_no_site() {
        assert_eq!(of_io(&io::Error::from_raw_os_error(24), true), Some(Reason::NoNetwork));
    }

    #[test]
    fn tls_faults_are_told_apart() {
        let of = |fault| of_tls(&rustls::Error::InvalidCertificate(fault));
        assert_eq!(of(CertificateError::NotValidForName), Reason::TlsWrongName);
        assert_eq!(of(CertificateError::UnknownIssuer), Reason::TlsUntrusted);
        assert_eq!(of_tls(&rustls::Error::HandshakeNotComplete), Reason::TlsFailed);
    }

    #[test]
    fn a_detail_is_one_short_line() {
        let failure = Failure::new(Reason::BadHttp, format!("a\nb{}", "x".repeat(500)));
        assert_eq!(failure.detail.chars().count(), 200);
        assert!(!failure.detail.contains('\n'));
    }
}
