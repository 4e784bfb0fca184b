//! The kommun that a command names, and what a list says of it.
//!
//! What must stay true: a name that is not there is never taken for another; what nobody has signed is told as that.

use std::collections::BTreeSet;

use super::exit::Failure;
use crate::domain::{Kommun, Lan, Lang, Tri, both, most_similar, most_similar_kommun, say};

/// The kommun of a list that somebody means by a code or a name.
pub(super) fn find<'k>(kommuner: &'k [Kommun], wanted: &str) -> Result<&'k Kommun, Failure> {
    let found = kommuner.iter().find(|kommun| kommun.is_called(wanted));
    found.ok_or_else(|| {
        let similar = most_similar_kommun(wanted, kommuner.iter().map(|kommun| kommun.name.as_str()));
        Failure::Usage(match similar {
            Some(similar) => both!(
                "Det finns ingen kommun ”{wanted}”. Menade du {similar}?",
                "There is no kommun “{wanted}”. Did you mean {similar}?"
            ),
            None => both!(
                "Det finns ingen kommun ”{wanted}”. Skriv koden (fyra siffror) eller namnet, till exempel --kommun \
                 Botkyrka.",
                "There is no kommun “{wanted}”. Write its code (four digits) or its name, for example --kommun Botkyrka."
            ),
        })
    })
}

/// The county of kommuner that somebody means by its digits or its name.
pub(super) fn find_lan<'k>(
    kommuner: impl Iterator<Item = &'k Kommun> + Clone,
    wanted: &str,
) -> Result<&'k Lan, Failure> {
    let mut all = kommuner.clone().map(|kommun| &kommun.lan);
    all.find(|lan| lan.is_called(wanted)).ok_or_else(|| {
        // «Skne» is nearer to «Skåne» than to «Skåne län».
        let short = |name: &'k str| name.trim_end_matches(" län").trim_end_matches('s');
        let similar = most_similar(wanted, kommuner.clone().map(|kommun| short(&kommun.lan.name)));
        let known: BTreeSet<String> = kommuner
            .map(|kommun| format!("{} {}", kommun.lan.code, short(&kommun.lan.name)).trim().to_owned())
            .filter(|known| !known.is_empty())
            .collect();
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        Failure::Usage(match similar {
            Some(similar) => both!(
                "Ingen av kommunerna ligger i ”{wanted}”. Menade du {similar}?",
                "None of the kommuner is in “{wanted}”. Did you mean {similar}?"
            ),
            None if known.is_empty() => both!(
                "Ingen av kommunerna ligger i ”{wanted}”. Listan säger inte vilket län de hör till.",
                "None of the kommuner is in “{wanted}”. The list does not tell their counties."
            ),
            None => both!(
                "Ingen av kommunerna ligger i ”{wanted}”. Län som finns: {known}.",
                "None of the kommuner is in “{wanted}”. Counties that there are: {known}."
            ),
        })
    })
}

/// What the questions to a kommun's page take for granted, and whether a person has vouched for it.
pub(super) fn taken_for_granted(kommun: &Kommun, lang: Lang) -> String {
    let presumed = kommun.traits.clone().presumed();
    let choice = match presumed.signed("lov") {
        Tri::Yes => lang.of("man kan välja utförare (LOV)", "people can choose provider (LOV)"),
        Tri::No => lang.of("man kan inte välja utförare (ingen LOV)", "people cannot choose provider (no LOV)"),
        Tri::Unknown => lang.of("inget om man kan välja utförare", "nothing on whether people can choose provider"),
    };
    let languages = [("finska", "Finnish"), ("meankieli", "Meänkieli"), ("samiska", "Sami")];
    let with = |value: Tri| {
        let with = languages.iter().filter(|(name, _)| presumed.signed(name) == value);
        let told = with.map(|(name, english)| lang.of(if *name == "meankieli" { "meänkieli" } else { name }, english));
        let told: Vec<&str> = told.collect();
        match told.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{}{}{last}", rest.join(", "), lang.of(" och ", " and ")),
            None => String::new(),
        }
    };
    let area = match (with(Tri::Yes), with(Tri::No)) {
        (yes, _) if !yes.is_empty() => say!(
            lang,
            "kommunen ingår i förvaltningsområdet för {yes}",
            "the kommun is in the administrative area for {yes}"
        ),
        (_, no) if !no.is_empty() => lang
            .of(
                "kommunen ingår inte i förvaltningsområdet för något minoritetsspråk",
                "the kommun is in no administrative area for minority languages",
            )
            .to_owned(),
        _ => lang.of("inget om minoritetsspråk", "nothing on minority languages").to_owned(),
    };
    let name = &kommun.name;
    let mut told = say!(
        lang,
        "Det här är frågorna som gäller {name}. Kommunlistan säger: {choice}, {area}.",
        "These are the questions that concern {name}. The list of kommuner says: {choice}, {area}."
    );
    if presumed != kommun.traits {
        told.push_str(lang.of(" Ingen har intygat det.", " Nobody has vouched for it."));
    }
    told
}

/// What to do where the list is wrong in what nobody has vouched for; nothing where somebody has.
pub(super) fn how_to_correct(kommun: &Kommun, lang: Lang) -> Option<&'static str> {
    let presumes = kommun.traits.clone().presumed() != kommun.traits;
    presumes.then(|| {
        lang.of(
            "Stämmer det inte? Rätta det i en egen lista, och ange den med --seeds.",
            "Is it wrong? Correct it in a list of your own, and give that with --seeds.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds;

    #[test]
    fn a_kommun_is_found_as_people_write_it_and_never_guessed() {
        let kommuner = seeds::embedded().kommuner;
        for (wanted, code) in
            [("malmö kommun", "1280"), ("Malmö stad", "1280"), ("stockholms stad", "0180"), ("0980", "0980")]
        {
            assert_eq!(find(&kommuner, wanted).unwrap().code, code, "{wanted}");
        }
        assert!(find(&kommuner, "Falu kommun").unwrap_err().to_string().contains("Menade du Falun?"));
        assert_eq!(find_lan(kommuner.iter(), "skåne län").unwrap().code, "12");
        assert!(find_lan(kommuner.iter(), "Skne").unwrap_err().to_string().contains("Menade du Skåne?"));
        assert!(find_lan(kommuner.iter(), "99").unwrap_err().to_string().contains(": 01 Stockholm, 03 Uppsala, "));
        let of_one = find_lan(kommuner.iter().filter(|kommun| kommun.lan.code == "12"), "Blekinge").unwrap_err();
        assert!(of_one.to_string().ends_with("Län som finns: 12 Skåne."), "{of_one}");
        let without = [Kommun::default()];
        assert!(find_lan(without.iter(), "12").unwrap_err().to_string().contains("säger inte vilket län"));
        assert!(find(&kommuner, "").unwrap_err().to_string().contains("till exempel --kommun"));
    }

    #[test]
    fn what_is_taken_for_granted_is_told_with_who_vouches_for_it() {
        let mut kommun = Kommun { name: "Hedlunda".to_owned(), ..Kommun::default() };
        assert!(
            taken_for_granted(&kommun, Lang::Sv).contains("inget om man kan välja utförare, inget om minoritetsspråk")
        );
        kommun.traits = kommun.traits.with("lov", Tri::No, "Ada Exempel").with("finska", Tri::Yes, "Ada Exempel");
        let told = taken_for_granted(&kommun, Lang::Sv);
        assert!(told.contains("(ingen LOV), kommunen ingår i förvaltningsområdet för finska."), "{told}");
        assert!(!told.contains("Ingen har intygat"), "{told}");
        assert_eq!(how_to_correct(&kommun, Lang::Sv), None);
        kommun.traits = kommun.traits.with("meankieli", Tri::Yes, "Ada").with("samiska", Tri::Yes, "Ada");
        assert!(taken_for_granted(&kommun, Lang::Sv).contains("för finska, meänkieli och samiska."));
        let unsigned = &seeds::embedded().kommuner[0];
        assert!(taken_for_granted(unsigned, Lang::En).ends_with("Nobody has vouched for it."));
        assert!(how_to_correct(unsigned, Lang::En).unwrap().ends_with("give that with --seeds."));
    }
}
