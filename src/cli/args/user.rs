//! `hemkoll user`: who may log in.
//!
//! Place in the flow: part of `args`. What must stay true: as there, the words here are the help; a password is no argument,
//! for those are seen by everybody on the machine.

use clap::{Args, Subcommand, ValueEnum};

use crate::domain::Role;

/// `hemkoll user`.
#[derive(Debug, Args)]
pub(in crate::cli) struct UserArgs {
    /// Vad som ska göras.
    #[command(subcommand)]
    pub command: UserCommand,
}

/// Commands of `user`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum UserCommand {
    /// Lägg till en person. hemkoll frågar efter lösenordet, eller läser det som en rad från standard in.
    Add(UserAddArgs),
    /// Lista dem som får logga in.
    List {
        /// Skriv listan som JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ge en person ett nytt lösenord. Hen loggas ut överallt.
    Password(UserNameArgs),
    /// Ta bort en person. Hen loggas ut överallt.
    Remove(UserNameArgs),
}

/// `hemkoll user add`.
#[derive(Debug, Args)]
pub(in crate::cli) struct UserAddArgs {
    /// Namnet att logga in med. Stora och små bokstäver räknas som samma.
    #[arg(value_name = "NAMN")]
    pub name: String,
    /// Vad personen får göra.
    #[arg(long, value_enum, value_name = "ROLL", default_value = "läsare")]
    pub role: RoleArg,
}

/// `hemkoll user password` and `hemkoll user remove`.
#[derive(Debug, Args)]
pub(in crate::cli) struct UserNameArgs {
    /// Namnet.
    #[arg(value_name = "NAMN")]
    pub name: String,
}

/// Roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RoleArg {
    /// Läser färdiga omgångar som inte är förseglade
    #[value(name = "läsare", aliases = ["lasare", "reader"])]
    Reader,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Reader => Self::Reader,
        }
    }
}
