//! Wordings whose heading is part of what they say: the facts of `wording`, each under a heading of its own.

use super::*;

/// Heading, fact, whether it is told, content.
const UNDER_HEADINGS: [(&str, &str, bool, &str); 32] = [
    (
        "Välj hemtjänst",
        "provider_list",
        true,
        "<p>Du som har hemtjänst väljer vem som ska komma hem till dig.</p><h2>Vilka finns att välja på?</h2><p>Hemtjänst Hedlunda, telefon 031-390 06 20</p><p>Solrosens Hemtjänst, telefon 031-390 06 21</p><p>Lindgården Omsorg, telefon 031-390 06 22</p>",
    ),
    (
        "Utförare av hemtjänst",
        "provider_list",
        true,
        "<table><tr><th>Namn</th><th>Telefon</th></tr><tr><td>Hedlunda hemtjänst</td><td>031-390 06 20</td></tr><tr><td>Solrosen</td><td>031-390 06 21</td></tr></table>",
    ),
    (
        "Privata utförare av hemtjänst",
        "provider_list",
        true,
        "<p>Det finns två privata utförare i kommunen.</p><h2>Solrosen</h2><p>Utför service och omvårdnad. Telefon 031-390 06 21.</p><h2>Lindgården</h2><p>Utför service. Telefon 031-390 06 22.</p>",
    ),
    (
        "Välja hemtjänst",
        "provider_list",
        true,
        "<p>Kommunen har godkänt följande: Solrosen, Lindgården och Hedlunda hemtjänst.</p>",
    ),
    (
        "Jämför och välj hemtjänst",
        "provider_list",
        true,
        "<p>I vår jämförelsetjänst ser du alla som utför hemtjänst och kan jämföra dem.</p>",
    ),
    (
        "Valfrihetssystem inom hemtjänsten",
        "lov_for_companies",
        true,
        "<p>Hedlunda kommun har ett valfrihetssystem inom hemtjänsten enligt lagen om valfrihetssystem (LOV). Leverantörer som vill verka inom systemet kan löpande ansöka om godkännande. Ersättningen är fastställd av kommunen och samma för alla leverantörer.</p><p>Eftersom den som beviljats hemtjänst själv väljer leverantör innebär ett godkännande ingen garanterad volym.</p>",
    ),
    (
        "Valfrihetssystem inom hemtjänsten",
        "own_choice",
        false,
        "<p>Hedlunda kommun har ett valfrihetssystem inom hemtjänsten enligt lagen om valfrihetssystem (LOV). Leverantörer som vill verka inom systemet kan löpande ansöka om godkännande. Ersättningen är fastställd av kommunen och samma för alla leverantörer.</p><p>Eftersom den som beviljats hemtjänst själv väljer leverantör innebär ett godkännande ingen garanterad volym.</p>",
    ),
    (
        "Kan jag välja vem som kommer?",
        "own_choice_not_offered",
        true,
        "<p>Nej, i Hedlunda utför kommunen hemtjänsten.</p>",
    ),
    ("Kan jag välja vem som kommer?", "own_choice", false, "<p>Nej, i Hedlunda utför kommunen hemtjänsten.</p>"),
    (
        "Välja utförare",
        "own_choice_not_offered",
        true,
        "<p>Just nu har vi inga godkända privata utförare. Därför får du hjälp av kommunens hemtjänst.</p>",
    ),
    (
        "Välja utförare",
        "own_choice",
        false,
        "<p>Just nu har vi inga godkända privata utförare. Därför får du hjälp av kommunens hemtjänst.</p>",
    ),
    ("Äldreboende", "own_choice_not_offered", false, "<p>På våra äldreboenden kan du inte välja utförare.</p>"),
    (
        "Hemtjänstutförare",
        "provider_list",
        true,
        "<p>I Hedlunda kommun arbetar följande hemtjänstutförare:</p><ul><li>Solrosen</li><li>Lindgården</li></ul>",
    ),
    (
        "Välj hemtjänst",
        "provider_list",
        true,
        "<h2>Kommunal utförare</h2><p>Hedlunda hemtjänst, 031-390 06 20</p><h2>Privata utförare</h2><p>Solrosen AB, 031-390 06 21</p>",
    ),
    (
        "Vill du utföra hemtjänst i Hedlunda?",
        "lov_for_companies",
        true,
        "<p>Vi välkomnar fler aktörer. Läs våra krav och skicka in en ansökan. Handläggningstiden är tre månader.</p>",
    ),
    (
        "LOV - lagen om valfrihetssystem",
        "lov_for_companies",
        true,
        "<p>Företag, kooperativ och ideella organisationer kan ansöka om att leverera hemtjänst. Kommunen annonserar löpande på Upphandlingsmyndighetens webbplats.</p>",
    ),
    (
        "Starta företag inom vård och omsorg",
        "lov_for_companies",
        true,
        "<p>För att driva hemtjänst behöver du tillstånd från IVO. Kommunen har LOV och tar emot ansökningar löpande.</p>",
    ),
    (
        "Anhöriganställning och ersättning",
        "lov_for_companies",
        false,
        "<p>Anhöriga som hjälper en närstående kan i vissa fall få ersättning. Kriterier för ersättningen finns hos handläggaren som beslutar om hemtjänst.</p>",
    ),
    (
        "Kvalitet",
        "quality_results",
        true,
        "<p>Varje år svarar de som har hemtjänst på frågor från Socialstyrelsen om vad de tycker.</p>",
    ),
    ("Mat hem", "meals", true, "<p>Lunchen körs ut till dig varje dag.</p>"),
    (
        "Valfrihetssystem LOV hemtjänst",
        "lov_for_companies",
        true,
        "<p>Ni som vill bli leverantörer hittar kommunens villkor här. Tillstånd från IVO krävs.</p>",
    ),
    (
        "Valfrihetssystem LOV hemtjänst",
        "own_choice",
        false,
        "<p>Ni som vill bli leverantörer hittar kommunens villkor här. Tillstånd från IVO krävs.</p>",
    ),
    (
        "Upphandlad hemtjänst - för dig som utför",
        "lov_for_companies",
        true,
        "<p>Rutiner för fakturering, avvikelser och egenkontroll för utförare.</p>",
    ),
    (
        "Utförare av hemtjänst",
        "lov_for_companies",
        false,
        "<p>Samtliga utförare har tillstånd från IVO och avtal med kommunen.</p><ul><li>Solrosen, 031-390 06 21</li><li>Lindgården, 031-390 06 22</li></ul>",
    ),
    (
        "Utförare av hemtjänst",
        "provider_list",
        true,
        "<p>Samtliga utförare har tillstånd från IVO och avtal med kommunen.</p><ul><li>Solrosen, 031-390 06 21</li><li>Lindgården, 031-390 06 22</li></ul>",
    ),
    (
        "Valfrihet i hemtjänsten",
        "own_choice_not_offered",
        true,
        "<p>Det finns i dag ingen utförare att välja vid sidan av kommunen.</p>",
    ),
    (
        "Valfrihet i hemtjänsten",
        "own_choice",
        false,
        "<p>Det finns i dag ingen utförare att välja vid sidan av kommunen.</p>",
    ),
    (
        "Vem utför hemtjänsten?",
        "own_choice_not_offered",
        true,
        "<p>All hemtjänst i Hedlunda utförs i kommunens regi.</p>",
    ),
    (
        "Information till utförare av hemtjänst",
        "lov_for_companies",
        true,
        "<p>På den här sidan finns riktlinjer, blanketter och priser för dig som är utförare enligt LOV.</p>",
    ),
    (
        "Information till utförare av hemtjänst",
        "own_choice",
        false,
        "<p>På den här sidan finns riktlinjer, blanketter och priser för dig som är utförare enligt LOV.</p>",
    ),
    (
        "Hemtjänst enligt LOV",
        "lov_for_companies",
        true,
        "<p>Vill du som företagare erbjuda hemtjänst i Hedlunda? Här läser du om villkor och ersättning. Ansökan prövas av nämnden.</p>",
    ),
    (
        "Hemtjänst enligt LOV",
        "own_choice",
        false,
        "<p>Vill du som företagare erbjuda hemtjänst i Hedlunda? Här läser du om villkor och ersättning. Ansökan prövas av nämnden.</p>",
    ),
];

#[test]
fn real_ways_of_saying_it_under_a_heading_of_their_own() {
    let wrong: Vec<String> = UNDER_HEADINGS
        .iter()
        .filter_map(|(heading, name, expected, body)| {
            let html = format!("<html lang=sv><main><h1>{heading}</h1>{body}</main></html>");
            let page = judge("https://www.hedlunda.example/aldre/hemtjanst", &html, None);
            (page.facts[*name] != *expected).then(|| format!("{name} is not {expected}: {heading}: {body}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
