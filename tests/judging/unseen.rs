//! What pages that the rules had not seen taught them, written anew for kommuner that do not exist: each stands for a
//! cause that was mended, not for a page.

use super::*;

/// Fact, whether it is true, and the body of a page about home care.
const UNSEEN: [(&str, bool, &str); 42] = [
    (
        "lov_for_companies",
        false,
        "<p>Du som har hemtjänst kan välja bland flera utförare.</p><h2>Hur går det till?</h2><p>Handläggaren utreder ditt \
         behov.</p><h2>Vilka kan bli utförare?</h2><p>Ett valfrihetssystem innebär att privata företag och kooperativ kan \
         ansöka om att bli godkända som utförare. Ersättningen är densamma för alla, och kraven också.</p>",
    ),
    (
        "own_choice",
        true,
        "<p>Du som har hemtjänst kan välja bland flera utförare.</p><h2>Vilka kan bli utförare?</h2><p>Ett \
         valfrihetssystem innebär att privata företag kan ansöka om att bli godkända som utförare. Ersättningen är \
         densamma för alla, och kraven också.</p>",
    ),
    (
        "lov_for_companies",
        true,
        "<ul><li>Den som får hjälp väljer själv utförare. Att ditt företag blir godkänt innebär inte att ni garanteras \
         något antal uppdrag.</li><li>Ni väljer i vilka områden ni vill verka.</li></ul>",
    ),
    (
        "how_to_apply",
        false,
        "<h2>Hur går det till att välja?</h2><p>Din biståndshandläggare hjälper dig att välja.</p>",
    ),
    ("how_to_apply", false, "<p>Utföraren kontaktar handläggaren om hemtjänsten behöver komma oftare.</p>"),
    ("how_to_apply", false, "<p>Myndighetsenheten prövar ansökningar och fattar beslut.</p>"),
    ("how_to_apply", true, "<p>Vill du ha hemtjänst? Ring biståndshandläggaren.</p>"),
    ("needs_assessment", false, "<p>Den individuella delen av minimibeloppet är behovsprövad.</p>"),
    (
        "appeal",
        false,
        "<h2>Om du inte är nöjd med ditt avgiftsbeslut</h2><p>Du kan överklaga beslutet till förvaltningsrätten.</p>",
    ),
    ("appeal", false, "<h2>Avgifter</h2><p>Du får ett beslut om vad du ska betala.</p><p>Beslutet kan överklagas.</p>"),
    (
        "appeal",
        true,
        "<h2>Avgifter</h2><p>Du betalar efter inkomst.</p><h2>Om du får avslag</h2><p>Beslutet kan överklagas.</p>",
    ),
    ("appeal", true, "<p>Du har rätt att begära omprövning hos domstol.</p>"),
    ("phone_hours", true, "<p>Grupperna är kontaktbara måndag–fredag klockan 7–16.</p>"),
    ("e_service", false, "<p><a href=\"/b.pdf\">Läs i broschyren vilken hjälp du kan ansöka om (pdf, 300 kB)</a></p>"),
    ("e_service", true, "<p><a href=\"/b.pdf\">Ansökan om hemtjänst (pdf, 300 kB)</a></p>"),
    ("fees", false, "<p>Tilläggstjänsterna kostar extra och betalas direkt till företagen.</p>"),
    ("fees", true, "<p>Fakturan till dig som har hemtjänst baseras på den tid som vi har hjälpt dig.</p>"),
    ("night_or_evening", true, "<p>Hemtjänst mellan klockan 22.00 och 07.00 utförs av Solrosen.</p>"),
    ("night_or_evening", true, "<p>Kommunen ansvarar för trygghetslarm och alla insatser på natten.</p>"),
    ("night_or_evening", false, "<p>Larm mellan klockan 22.00 och 07.00 tar larmcentralen emot.</p>"),
    ("quality_results", false, "<p>Nämnden har satt upp kvalitetskrav som utförarna ska följa.</p>"),
    ("quality_results", true, "<p>Kvalitetskraven följs upp varje år hos alla utförare.</p>"),
    ("named_role_contact", true, "<p>Färdtjänsthandläggare</p><p>Telefon: 031-390 06 10</p>"),
    ("named_role_contact", true, "<p>Kontakta din äldrekonsulent två veckor innan du vill byta.</p>"),
    (
        "provider_list",
        false,
        "<p>Till vissa insatser kan du välja utförare.</p><p>Hemvården är uppdelad i två delar – omsorg och hemservice.</p>",
    ),
    ("provider_list", false, "<p>Antalet utförare kan variera. Just nu är de tre.</p>"),
    (
        "provider_list",
        true,
        "<h2>Kontaktuppgifter till utförarna</h2><p>Hemtjänst Norr<br>(Almkulla, Björnvik) 031-390 06 20</p>\
         <p>Hemtjänst Söder<br>(Furuberga) 031-390 06 21</p>",
    ),
    (
        "insatser_listed",
        true,
        "<p>Hit räknas exempelvis hjälp med:</p><ul><li>att äta och dricka</li><li>promenader</li></ul>",
    ),
    (
        "insatser_listed",
        true,
        "<p>Kostnaden beror på din inkomst. Maxtaxan är 2 660 kronor per månad. Du behöver aldrig betala mer än den summan \
         oavsett hur mycket hjälp du får.</p><p>Du kontaktar en biståndshandläggare för att göra en ansökan. Ansökan kan du \
         göra muntligt via telefon eller skriftligt på en ansökningsblankett.</p><p>Du träffar en biståndshandläggare och ni \
         går igenom din situation. Hjälpen som du kan få bedöms individuellt. Du får ett skriftligt beslut från handläggaren \
         där det står vilken hjälp du har rätt till.</p><p>Exempel på hjälp är städning, tvätt och inköp.</p>",
    ),
    ("max_fee", true, "<p>Avgiften överstiger aldrig 2 660 kronor i månaden, oavsett hur mycket hjälp du har.</p>"),
    ("relatives_support", true, "<p>Den anhöriga kan få betalt för att utföra insatserna: anhörigvård.</p>"),
    ("complaints", true, "<p>Läs på utförarnas sidor hur de hanterar klagomål och synpunkter.</p>"),
    ("no_choice_alternative", true, "<p>Gör du inget val utses en utförare åt dig i turordning.</p>"),
    ("no_choice_alternative", true, "<p>Om du inte vill eller kan så väljer handläggaren en utförare åt dig.</p>"),
    ("change_provider", true, "<p>Om du inte är nöjd med din utförare kan du välja en annan.</p>"),
    ("other_languages_or_easy_read", true, "<p>Talar du inte svenska kan du få beslutet översatt.</p>"),
    ("other_languages_or_easy_read", true, "<p>Du kan få hjälp med tolk när du ansöker.</p>"),
    (
        "no_choice_alternative",
        false,
        "<h2>Bara kommunal hemtjänst</h2><p>Vi har inte infört LOV. Du kan alltså inte välja hemtjänst som drivs av privata \
         företag. Kommunens hemtjänst hjälper dig.</p>",
    ),
    ("night_or_evening", false, "<p>På våra boenden finns personal dygnet runt.</p>"),
    ("own_choice", false, "<p>Nämnden beslutar att införa valfrihetssystem i hemtjänsten.</p>"),
    ("own_choice", true, "<p>Kommunen har infört valfrihetssystem, så du kan själv välja utförare.</p>"),
    ("own_choice_not_offered", true, "<p>Idag finns ingen extern utförare att välja i Hedlunda kommun.</p>"),
];

#[test]
fn pages_that_the_rules_had_not_seen_are_judged_as_a_reader_would() {
    assert_told(&UNSEEN);
}
