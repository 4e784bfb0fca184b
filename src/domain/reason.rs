//! Why something could not be read or was cut short: typed, with a Swedish sentence each.
//!
//! What must stay true: failures of the web out there are outcomes with one of these reasons, never errors of the
//! program and never a kommun's bad score.

use serde::{Deserialize, Serialize};

use super::Lang;

/// Declares the reasons once: variant, code, Swedish sentence, English sentence.
macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $sv:literal, $en:literal;)*) => {
        /// Why a page, host or visit was not read whole.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Reason { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl Reason {
            /// All reasons, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in machine output.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// A Swedish sentence for people.
            pub const fn sentence_sv(self) -> &'static str {
                match self { $(Self::$variant => $sv,)* }
            }

            /// An English sentence for people.
            pub const fn sentence_en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// A sentence for people in their language.
            pub const fn sentence(self, lang: Lang) -> &'static str {
                lang.of(self.sentence_sv(), self.sentence_en())
            }
        }
    };
}

reasons! {
    /// This machine reaches no network at all: the seed stays open and resumable.
    NoNetwork = "no-network", "Den här datorn når inte internet.", "This machine has no network.";
    /// The name does not exist.
    DnsFailed = "dns-failed", "Adressen finns inte i namnregistret (DNS).", "The host name does not exist.";
    /// The name servers did not answer, or could not.
    DnsSilent = "dns-silent", "Namnregistret (DNS) svarade inte.", "The name servers did not answer.";
    /// The server refused the connection.
    ConnectionRefused = "connection-refused", "Servern tog inte emot anslutningen.", "The server refused the connection.";
    /// No connection in time.
    ConnectTimeout = "connect-timeout", "Servern svarade inte på anslutningen i tid.", "Connecting timed out.";
    /// The connection was cut before the answer was whole.
    ConnectionReset = "connection-reset", "Anslutningen bröts innan svaret var helt.", "The connection was cut before the answer was whole.";
    /// The answer did not come within the deadline.
    AnswerTimeout = "answer-timeout", "Svaret kom inte inom tidsgränsen.", "The answer did not come in time.";
    /// The host used up its total time.
    HostDeadline = "host-deadline", "Webbplatsen tog längre tid än vi ger en webbplats.", "The site took longer than a site is given.";
    /// The certificate has expired or is not yet valid.
    TlsExpired = "tls-expired", "Webbplatsens certifikat har gått ut.", "The site's certificate has expired.";
    /// The certificate's issuer is not trusted.
    TlsUntrusted = "tls-untrusted", "Webbplatsens certifikat är inte utfärdat av någon vi litar på.", "The site's certificate is self-signed or its issuer is not trusted.";
    /// The certificate is for another name.
    TlsWrongName = "tls-wrong-name", "Webbplatsens certifikat gäller ett annat namn.", "The site's certificate is for another name.";
    /// Any other TLS fault.
    TlsFailed = "tls-failed", "Det gick inte att öppna en säker anslutning.", "A secure connection could not be made.";
    /// The answer is not HTTP as RFC 9112 has it.
    BadHttp = "bad-http", "Svaret följer inte reglerna för webben (HTTP).", "The answer is not valid HTTP.";
    /// More header fields or bytes of them than allowed.
    TooManyHeaders = "too-many-headers", "Svaret har för många eller för långa rubrikrader.", "The answer has too many header fields.";
    /// The body could not be inflated, or its coding is unknown.
    BadEncoding = "bad-encoding", "Svaret gick inte att packa upp.", "The answer could not be decoded.";
    /// The body is larger than the limit.
    TooLarge = "too-large", "Sidan är större än vi läser.", "The page is larger than the limit.";
    /// The document is nested deeper than the limit.
    TooDeep = "too-deep", "Sidans kod är för djupt kapslad.", "The document is nested too deeply.";
    /// The document has more elements than the limit.
    TooManyNodes = "too-many-nodes", "Sidan har fler element än vi läser.", "The document has too many elements.";
    /// The answer is not a page (PDF, image …).
    NotHtml = "not-html", "Svaret är inte en webbsida.", "The answer is not a web page.";
    /// The program failed on the page: a fault of ours, which costs that page alone.
    Unreadable = "unreadable", "Vi kunde inte tolka sidan. Felet är vårt.", "The page could not be read: a fault of ours.";
    /// The answer is empty.
    Empty = "empty", "Svaret är tomt.", "The answer is empty.";
    /// The page is empty without JavaScript.
    NeedsJavascript = "needs-javascript", "Sidan är tom utan JavaScript. Den måste läsas i en webbläsare.", "The page is empty without JavaScript: needs deep mode.";
    /// robots.txt disallows the address.
    RobotsDisallow = "robots-disallow", "Webbplatsen ber robotar att inte läsa sidan (robots.txt).", "robots.txt disallows the address.";
    /// robots.txt could not be reached or answered 5xx: everything is disallowed (RFC 9309 2.3.1.4).
    RobotsUnreachable = "robots-unreachable", "Filen robots.txt gick inte att läsa, och då får vi inte läsa något.", "robots.txt could not be reached: all is disallowed (RFC 9309).";
    /// 401 or 403.
    Forbidden = "forbidden", "Webbplatsen släpper inte in oss.", "The site refuses us.";
    /// A bot challenge instead of the page.
    BotChallenge = "bot-challenge", "Webbplatsen visar en robotspärr i stället för sidan.", "The site shows a bot challenge.";
    /// 429, or 503 with Retry-After beyond the limit.
    RateLimited = "rate-limited", "Webbplatsen ber oss vänta längre än vi kan.", "The site asks us to wait longer than the limit.";
    /// 404 or 410, or a page that says so with status 200.
    NotFound = "not-found", "Sidan finns inte.", "The page does not exist.";
    /// Any other 4xx.
    ClientError = "client-error", "Webbplatsen svarade med ett fel (4xx).", "The site answered with a client error (4xx).";
    /// 5xx.
    ServerError = "server-error", "Webbplatsen svarade med ett serverfel (5xx).", "The site answered with a server error (5xx).";
    /// Redirects run in a circle or are too many.
    RedirectLoop = "redirect-loop", "Sidan skickar vidare i en cirkel.", "Redirects run in a circle or are too many.";
    /// A redirect without an address that can be followed.
    BadRedirect = "bad-redirect", "Sidan skickar vidare till en adress som inte går att följa.", "A redirect leads to no usable address.";
    /// The address is private, loopback, link-local or metadata: never contacted.
    PrivateAddress = "private-address", "Adressen leder till ett lokalt nät, som vi aldrig läser.", "The address is in a private network, which is never contacted.";
    /// The address leaves the kommun's hosts.
    OutOfScope = "out-of-scope", "Adressen hör inte till kommunens webbplatser.", "The address is outside the kommun's hosts.";
    /// The address stands on the round's stop list: never asked.
    StopListed = "stop-listed", "Adressen står på stopplistan, så vi frågar aldrig efter den.", "The address is on the stop list and is never asked for.";
    /// The page budget ran out.
    PageBudget = "page-budget", "Vi läste så många sidor som vi läser hos en kommun.", "The page budget ran out.";
    /// The request budget ran out.
    RequestBudget = "request-budget", "Vi ställde så många frågor som vi ställer till en kommun.", "The request budget ran out.";
    /// No page could be read, for several reasons.
    NothingRead = "nothing-read", "Ingen sida gick att läsa.", "No page could be read.";
    /// The audit was interrupted.
    Interrupted = "interrupted", "Granskningen avbröts och kan återupptas.", "The audit was interrupted and can be resumed.";
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl Reason {
    /// Whether the host as a whole cannot be reached, whatever its page: no address, no connection, no trust.
    pub const fn is_of_whole_host(self) -> bool {
        matches!(
            self,
            Self::DnsFailed
                | Self::DnsSilent
                | Self::ConnectionRefused
                | Self::ConnectTimeout
                | Self::TlsExpired
                | Self::TlsUntrusted
                | Self::TlsWrongName
                | Self::TlsFailed
                | Self::PrivateAddress
        )
    }

    /// The reason for a code; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_round_trip() {
        let mut seen = std::collections::BTreeSet::new();
        for &reason in Reason::ALL {
            assert!(seen.insert(reason.code()), "{} stands twice", reason.code());
            assert!(reason.code().chars().all(|c| c.is_ascii_lowercase() || c == '-'));
            assert!(reason.sentence_sv().ends_with('.'));
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
            assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{}\"", reason.code()));
        }
    }
}
