//! `hemkoll user`: who may log in where hemkoll is served.
//!
//! What must stay true: a password is asked for without being shown, or comes as one line on standard in; it stands in no
//! message.

use std::io::{self, BufRead as _, IsTerminal as _};

use serde_json::json;

use super::{
    args::{UserAddArgs, UserArgs, UserCommand, UserNameArgs},
    common::Common,
    exit::{Exit, Failure},
    output, runtime,
};
use crate::{
    clock::Clock,
    domain::{Lang, Role, Text, UserName, both, say, system_fault},
    store::Store,
    web::password,
};

/// Adds, lists and removes people.
pub(super) fn run(args: &UserArgs, common: &Common) -> Result<Exit, Failure> {
    match &args.command {
        UserCommand::Add(args) => add(args, common),
        UserCommand::List { json } => list(*json, common),
        UserCommand::Password(args) => set_password(args, common),
        UserCommand::Remove(args) => remove(args, common),
    }
}

fn add(args: &UserAddArgs, common: &Common) -> Result<Exit, Failure> {
    let (name, role, lang) = (named(&args.name)?, Role::from(args.role), common.lang);
    let db = common.settings()?.db;
    runtime::block_on(async {
        let store = Store::open_existing(&db).await?;
        // Said before a password is asked for.
        if store.user(&name).await?.is_some() {
            return Err(taken(&name));
        }
        let kept = password::hash(&asked(&name, lang)?);
        let added = store.add_user(&name, role, &kept, &Clock::System.stamp()).await?;
        store.close().await;
        if !added {
            return Err(taken(&name));
        }
        let (name, role) = (name.shown(), role.name(lang));
        told(&say!(
            lang,
            "{name} kan nu logga in på /logga-in, som {role}.",
            "{name} can now log in at /en/logga-in, as {role}."
        ))
    })
}

fn list(as_json: bool, common: &Common) -> Result<Exit, Failure> {
    let (db, lang) = (common.settings()?.db, common.lang);
    runtime::block_on(async {
        let store = Store::open_to_read(&db).await?;
        let users = store.users().await?;
        store.close().await;
        if as_json {
            let users: Vec<_> = users
                .iter()
                .map(|user| json!({"name": user.name, "role": user.role.code(), "added_at": user.added_at}))
                .collect();
            return output::json(&json!({"users": users}));
        }
        if users.is_empty() {
            return told(lang.of(
                "Ingen får logga in än. Lägg till någon: hemkoll user add NAMN",
                "Nobody may log in yet. Add somebody: hemkoll user add NAME",
            ));
        }
        let (name, role, since) = (lang.of("Namn", "Name"), lang.of("Roll", "Role"), lang.of("Tillagd", "Added"));
        let wide = users.iter().map(|user| user.name.chars().count()).chain([name.len()]).max().unwrap_or_default();
        let mut lines = vec![format!("{name:<wide$}  {role:<8}  {since}")];
        for user in &users {
            let (role, day) = (user.role.name(lang), user.added_at.get(..10).unwrap_or_default());
            lines.push(format!("{:<wide$}  {role:<8}  {day}", user.name));
        }
        told(&lines.join("\n"))
    })
}

fn set_password(args: &UserNameArgs, common: &Common) -> Result<Exit, Failure> {
    let (name, lang) = (named(&args.name)?, common.lang);
    let db = common.settings()?.db;
    runtime::block_on(async {
        let store = Store::open_existing(&db).await?;
        if store.user(&name).await?.is_none() {
            return Err(unknown(&name));
        }
        let kept = password::hash(&asked(&name, lang)?);
        let set = store.set_password(&name, &kept).await?;
        store.close().await;
        if !set {
            return Err(unknown(&name));
        }
        let name = name.shown();
        told(&say!(
            lang,
            "{name} har ett nytt lösenord och är utloggad överallt.",
            "{name} has a new password and is logged out everywhere."
        ))
    })
}

fn remove(args: &UserNameArgs, common: &Common) -> Result<Exit, Failure> {
    let (name, lang) = (named(&args.name)?, common.lang);
    let db = common.settings()?.db;
    runtime::block_on(async {
        let store = Store::open_existing(&db).await?;
        let removed = store.remove_user(&name).await?;
        store.close().await;
        if !removed {
            return Err(unknown(&name));
        }
        let name = name.shown();
        told(&say!(lang, "{name} är borttagen och utloggad överallt.", "{name} is removed and logged out everywhere."))
    })
}

fn told(text: &str) -> Result<Exit, Failure> {
    output::result(text)?;
    Ok(Exit::Done)
}

fn named(given: &str) -> Result<UserName, Failure> {
    UserName::parse(given).map_err(Failure::Usage)
}

fn taken(name: &UserName) -> Failure {
    let name = name.shown();
    Failure::Usage(both!(
        "{name} finns redan. Välj ett annat namn, eller byt lösenord: hemkoll user password \"{name}\"",
        "There is a {name} already. Choose another name, or change the password: hemkoll user password \"{name}\""
    ))
}

fn unknown(name: &UserName) -> Failure {
    let name = name.shown();
    Failure::Usage(both!(
        "Det finns ingen som heter {name}. Se vilka som finns: hemkoll user list",
        "There is nobody called {name}. See who there is: hemkoll user list"
    ))
}

/// A new password: written twice on a terminal, else one line.
fn asked(name: &UserName, lang: Lang) -> Result<String, Failure> {
    let password = if io::stdin().is_terminal() {
        let prompt = |text: &str| rpassword::prompt_password(text).map_err(|cause| unread(&cause));
        let first = prompt(
            lang.of("Lösenord, minst 12 tecken (syns inte): ", "Password, at least 12 characters (not shown): "),
        )?;
        password::accept(&first, name).map_err(Failure::Usage)?;
        if prompt(lang.of("Samma lösenord igen: ", "The same password again: "))? != first {
            return Err(Failure::Usage(both!(
                "Lösenorden är olika. Inget är sparat. Försök igen.",
                "The passwords differ. Nothing is stored. Try again."
            )));
        }
        first
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(|cause| unread(&cause))?;
        let line = line.strip_suffix('\n').unwrap_or(&line);
        line.strip_suffix('\r').unwrap_or(line).to_owned()
    };
    password::accept(&password, name).map_err(Failure::Usage)?;
    Ok(password)
}

fn unread(cause: &io::Error) -> Failure {
    Failure::Usage(Text::by(|lang| {
        let cause = system_fault(lang, cause);
        say!(lang, "Lösenordet gick inte att läsa: {cause}.", "The password could not be read: {cause}.")
    }))
}
