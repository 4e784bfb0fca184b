//! `hemkoll serve`: the finished rounds as web pages and data, until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{
    args::ServeArgs,
    common::Common,
    exit::{Exit, Failure},
    output, rules, runtime, signals,
};
use crate::{
    audit::{desk::Desk, round},
    clock::Clock,
    config::Settings,
    crawl::{FetchSettings, VisitSettings},
    domain::{Lang, Text, say, system_fault},
    report::text::safe,
    rules::RuleSet,
    seeds,
    store::{RoundStamp, Store},
    web::{self, Access, Readers},
};

/// How long answers on their way may take once it is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(8);

/// Serves the rounds of a database that is there already.
pub(super) fn run(args: &ServeArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let settings = common.settings()?;
        // Nothing but logging in writes: rounds are shown from a file that may only be read.
        let store = Store::open_to_read(&settings.db).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone(), common.lang);
        // What a round may read on a local net, the self-check of the web may not.
        let settings = Settings { allow_net: Vec::new(), resolve: Vec::new(), ..settings };
        let listener = listen(args.bind).await?;
        let terms = Terms { require_login: args.require_login, https: args.https, ..Terms::default() };
        serve(listener, store, rules, &settings, terms, cancel, common.lang).await?;
        Ok(Exit::Done)
    })
}

/// Takes the address that pages are to be served on.
pub(super) async fn listen(bind: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(bind).await.map_err(|cause| {
        Failure::Usage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(
                lang,
                "Kan inte öppna {bind}: {cause}. Välj en annan adress eller port, till exempel --bind 127.0.0.1:8081.",
                "Cannot open {bind}: {cause}. Choose another address or port, for example --bind 127.0.0.1:8081."
            )
        }))
    })
}

/// How pages are served.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// What is not published needs a login on loopback too.
    pub require_login: bool,
    /// A proxy gives the pages to others over https.
    pub https: bool,
    /// The database has nothing but invented kommuner: everybody may see it.
    pub invented: bool,
    /// What the self-check may read of this machine and local nets: hosts, by name and port.
    pub open: Vec<(String, u16)>,
}

/// Answers until `cancel`, then lets the answers on their way end. Addresses for the self-check are read as `settings` say.
pub(super) async fn serve(
    listener: TcpListener,
    store: Store,
    rules: Arc<RuleSet>,
    settings: &Settings,
    terms: Terms,
    cancel: CancellationToken,
    lang: Lang,
) -> Result<(), Failure> {
    let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
    output::note(&say!(
        lang,
        "\nÖppna http://{address}/ i en webbläsare. Seminariet: http://{address}/seminarium/\nTryck Ctrl+C för att sluta.",
        "\nOpen http://{address}/en/ in a browser. The seminar, in Swedish: http://{address}/seminarium/\nPress Ctrl+C to \
         end."
    ));
    let is_local = listener.local_addr().is_ok_and(|address| address.ip().is_loopback());
    let access = access(is_local, &terms);
    if access.readers == Readers::LoggedIn {
        let scene = Scene {
            is_local,
            https: terms.https,
            nobody: store.users().await?.is_empty(),
            stamps: store.round_stamps(rules.manifest_sha256()).await?,
            db: &settings.db,
        };
        output::note(&scene.who_sees(lang));
    }
    let fetch = FetchSettings { open_hosts: terms.open, ..round::fetch_settings(settings, Clock::System) };
    let visit = VisitSettings { gap: settings.gap, stop_list: settings.stop_list.clone(), ..VisitSettings::default() };
    let desk = Desk::open(Arc::clone(&rules), seeds::embedded_amounts(), fetch, visit)
        .map_err(|error| Failure::Other(error.into()))?;
    let router = web::router(store.clone(), rules, Clock::System, desk, access);
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, router).with_graceful_shutdown(cancel.clone().cancelled_owned());
    let late = async {
        cancel.cancelled().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        ended = server => ended.map_err(|error| Failure::Other(error.into()))?,
        () = late => {}
    }
    store.close().await;
    Ok(())
}

/// Who sees what. What is said of a proxy means that others reach the server, through this machine.
fn access(is_local: bool, terms: &Terms) -> Access {
    let readers = if terms.invented {
        Readers::Everybody
    } else if is_local && !terms.require_login && !terms.https {
        Readers::Here
    } else {
        Readers::LoggedIn
    };
    Access { readers, https: terms.https }
}

/// What decides what is said when others reach the server.
struct Scene<'a> {
    is_local: bool,
    https: bool,
    /// Nobody may log in yet.
    nobody: bool,
    stamps: Vec<RoundStamp>,
    db: &'a str,
}

impl Scene<'_> {
    /// What those who reach the server can see, and what to do about it.
    fn who_sees(&self, lang: Lang) -> String {
        let mut told = vec![say!(
            lang,
            "Alla som når adressen kan läsa förseglade omgångar och använda självkollen. För andra omgångar krävs inloggning \
             på /logga-in.",
            "Everyone who reaches the address can read sealed rounds and use the self-check. Other rounds need a login, at \
             /en/logga-in."
        )];
        told.extend(self.by_other_rules(lang));
        if Store::is_read_only(self.db) {
            told.push(say!(
                lang,
                "Databasen går bara att läsa, så det går inte att logga in.",
                "The database can only be read, so nobody can log in."
            ));
        } else if self.nobody {
            let db = self.named();
            told.push(say!(
                lang,
                "Ingen får logga in än. Lägg till någon: hemkoll user add NAMN{db}",
                "Nobody may log in yet. Add somebody: hemkoll user add NAME{db}"
            ));
        }
        told.extend(self.unsafe_way(lang).map(str::to_owned));
        told.join("\n")
    }

    /// Rounds that were published, and are not under these rules: a seal covers answers under one rule set.
    fn by_other_rules(&self, lang: Lang) -> Option<String> {
        let others = self.stamps.iter().filter(|stamp| stamp.sealed_by.is_some() && !stamp.sealed);
        let names: Vec<String> = others.map(|stamp| safe(&stamp.name)).collect();
        let list = names.join(", ");
        (!names.is_empty()).then(|| {
            say!(
                lang,
                "Förseglade med andra regler än de som visas, och därför bara för den som loggar in: {list}. Visa dem som de \
                 förseglades: hemkoll serve --rules MAPP",
                "Sealed under other rules than those shown, and so only for who logs in: {list}. Show them as they were \
                 sealed: hemkoll serve --rules FOLDER"
            )
        })
    }

    /// The database as a command is told of it: nothing when it is the one it takes by itself. An address of a server may
    /// have a password in it.
    fn named(&self) -> String {
        match self.db {
            Settings::DB => String::new(),
            file if file.starts_with("sqlite:") => format!(" --db {file}"),
            _ => " --db postgres://…".to_owned(),
        }
    }

    /// How passwords could be read by others.
    fn unsafe_way(&self, lang: Lang) -> Option<&'static str> {
        let told = match (self.is_local, self.https) {
            (true, true) => return None,
            (true, false) => lang.of(
                "Sköter en proxy https? Starta då också med --https, så skickas inloggningen bara över https.",
                "Does a proxy take care of https? Then start with --https too, so that the login is sent over https alone.",
            ),
            (false, true) => lang.of(
                "hemkoll lyssnar utan https också för andra datorer än proxyn. Är proxyn på den här datorn: --bind \
                 127.0.0.1:8080",
                "hemkoll listens without https to other computers than the proxy too. If the proxy is on this computer: \
                 --bind 127.0.0.1:8080",
            ),
            (false, false) => lang.of(
                "Utan https kan andra i nätverket läsa lösenorden på vägen. Så sätter du en proxy framför: docs/konton.md",
                "Without https, others in the network can read passwords on their way. How to put a proxy in front: \
                 docs/konton.md (in Swedish)",
            ),
        };
        Some(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(is_local: bool, https: bool) -> Scene<'static> {
        Scene { is_local, https, nobody: true, stamps: Vec::new(), db: Settings::DB }
    }

    #[test]
    fn a_forgotten_flag_publishes_nothing() {
        use Readers::{Everybody, Here, LoggedIn};
        for (is_local, require_login, https, invented, readers) in [
            (true, false, false, false, Here),
            (true, true, false, false, LoggedIn),
            (true, false, true, false, LoggedIn),
            (true, true, true, false, LoggedIn),
            (false, false, false, false, LoggedIn),
            (false, false, true, false, LoggedIn),
            (true, false, false, true, Everybody),
            (false, false, false, true, Everybody),
        ] {
            let terms = Terms { require_login, https, invented, open: Vec::new() };
            assert_eq!(access(is_local, &terms), Access { readers, https }, "{is_local} {terms:?}");
        }
    }

    #[test]
    fn what_is_unsafe_is_told_with_what_to_do() {
        let told = |is_local, https| scene(is_local, https).who_sees(Lang::Sv);
        assert!(told(false, false).contains("läsa lösenorden på vägen"));
        assert!(told(false, true).contains("--bind 127.0.0.1:8080"));
        assert!(told(true, false).contains("också med --https"));
        assert!(told(true, true).ends_with("hemkoll user add NAMN"), "{}", told(true, true));
    }

    #[test]
    fn the_hint_names_the_database_and_never_a_password() {
        let told = |db| Scene { db, ..scene(true, true) }.who_sees(Lang::En);
        assert!(told("sqlite:other.db").ends_with("hemkoll user add NAME --db sqlite:other.db"));
        assert!(told("postgres://anna:hemligt@host/db").ends_with("hemkoll user add NAME --db postgres://…"));
    }
}
