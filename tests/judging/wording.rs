//! Wordings that real pages taught the facts, written anew for kommuner that do not exist: what says it, and what only
//! looks like it. Each stands for a cause that was mended, not for a page.

use super::*;

/// Fact, whether it is true, and the body of a page about home care.
const WORDINGS: [(&str, bool, &str); 142] = [
    (
        "provider_list",
        true,
        "<p>De här utförarna finns i Hedlunda:</p><ul><li>Vardagsro</li><li>Norrsken hemtjänst</li></ul>",
    ),
    ("provider_list", true, "<p>Nedan kan du läsa mer om de olika utförarna.</p>"),
    ("provider_list", true, "<p>Du kan läsa om de olika alternativen nedan.</p>"),
    ("provider_list", true, "<p>Du kan välja mellan kommunens hemtjänst, Vardagsro AB och Norrsken HB.</p>"),
    ("provider_list", true, "<p>På kartan ser du vilka hemtjänstutförare som arbetar där du bor.</p>"),
    ("provider_list", false, "<p>Du får själv välja en av ett antal godkända utförare.</p>"),
    ("provider_list", false, "<p>Handläggaren ger dig information om utförarna.</p>"),
    ("provider_list", false, "<p>Här hittar du blanketten för byte av utförare.</p>"),
    ("provider_list", false, "<p>Dessa tjänster kan du köpa av en utförare som erbjuder det.</p>"),
    ("change_provider", true, "<p>Anmäl ditt byte senast den 15:e, så börjar den nya utföraren månaden efter.</p>"),
    ("change_provider", true, "<h2>Välja utförare</h2><p>Du väljer själv.</p><p>Du får ändra dig när du vill.</p>"),
    ("change_provider", true, "<p>Är du inte nöjd kan du göra ett nytt val. Då fyller du i blanketten igen.</p>"),
    (
        "change_provider",
        true,
        "<h2>Om du inte är nöjd</h2><p>Då kan du enkelt byta igen. Bytet ska gå på en vecka.</p>",
    ),
    ("change_provider", false, "<p>Ett långt avtal gör att du inte tvingas byta utförare.</p>"),
    ("change_provider", false, "<p>Är din utförare full kommer en annan utförare att hjälpa dig så länge.</p>"),
    ("change_provider", false, "<h2>Kundval</h2><p>Du får själv välja om du vill anlita kommunen.</p>"),
    ("own_choice", true, "<p>Du bestämmer själv vem som ska ge dig hjälpen: kommunen eller ett företag.</p>"),
    (
        "own_choice",
        true,
        "<p>Du kan bara välja en utförare i listan. Om den inte längre finns kvar kan du inte välja den.</p>",
    ),
    (
        "own_choice_not_offered",
        false,
        "<p>Du kan bara välja en utförare i listan. Om den inte längre finns kvar kan du inte välja den.</p>",
    ),
    ("own_choice_not_offered", false, "<p>Du väljer utförare men kan inte välja vilken person som kommer.</p>"),
    ("own_choice_not_offered", true, "<p>I Hedlunda bedrivs all hemtjänstverksamhet av kommunen.</p>"),
    (
        "own_choice_not_offered",
        true,
        "<h2>Utförare</h2><p>Idag finns det inte någon extern utförare av hemtjänst i Hedlunda.</p>",
    ),
    (
        "own_choice_not_offered",
        true,
        "<h2>Välja utförare</h2><p>I många kommuner går det att välja. Här är det kommunen som utför hemtjänsten.</p>",
    ),
    ("own_choice_not_offered", true, "<p>I Hedlunda kan du inte välja hemtjänst enligt lagen om valfrihetssystem.</p>"),
    ("provider_list", false, "<p>Vill du ändå jämföra hemtjänsten kan du göra det i Äldreguiden.</p>"),
    ("named_role_contact", true, "<p>Du ansöker om hemtjänst via kommunens kontaktcenter.</p>"),
    ("needs_assessment", false, "<p>Tjänster som inte ingår i ditt biståndsbeslut köper du själv.</p>"),
    ("no_choice_alternative", true, "<p>Avstår du från att välja blir du tilldelad en av de tre utförarna.</p>"),
    ("no_choice_alternative", true, "<p>Om du inte vill välja gör vi valet åt dig.</p>"),
    (
        "no_choice_alternative",
        false,
        "<p>Här finns inga privata utförare, så du kan inte välja vem som utför hemtjänsten.</p>",
    ),
    ("complaints", true, "<p>Blev något fel? Tala med personalen eller hör av dig till enhetschefen.</p>"),
    ("complaints", true, "<p>Vi vill veta vad du tycker. Lämna ris och ros i vår e-tjänst.</p>"),
    ("complaints", false, "<p>Är du inte nöjd med beslutet kan du tala med din handläggare.</p>"),
    ("complaints", false, "<p>Är du inte nöjd kan du byta. Prata med din handläggare.</p>"),
    ("quality_results", true, "<p>De som har hjälp tillfrågas varje år om hur nöjda de är.</p>"),
    ("quality_results", true, "<p>Verksamheten följs upp vartannat år, både kommunens och företagens.</p>"),
    ("quality_results", false, "<p>Du kan få tillsynsbesök och hjälp vid måltider.</p>"),
    ("quality_results", false, "<p>Kommunen ansvarar för att omsorgen håller god kvalitet.</p>"),
    ("needs_assessment", false, "<p>Dina synpunkter skickas till verksamheten, som utreder vad som har hänt.</p>"),
    ("needs_assessment", false, "<p>Riksdagen fattar beslut om maxtaxan.</p>"),
    ("needs_assessment", false, "<p>Alla som har biståndsbeslut får ett kort om sina rättigheter.</p>"),
    ("needs_assessment", false, "<p>Kommunen gör en bedömning av arbetsmiljön i ditt hem.</p>"),
    ("needs_assessment", true, "<p>För att få hjälpen behöver du ett biståndsbeslut.</p>"),
    (
        "how_to_apply",
        false,
        "<h2>Efter ditt val</h2><p>Du blir kontaktad av en handläggare.</p><p>Ansökan som kommer in i juni gäller från augusti.</p>",
    ),
    (
        "how_to_apply",
        false,
        "<p>En biståndshandläggare kontaktar dig inom fem dagar efter att din ansökan har kommit in.</p>",
    ),
    ("how_to_apply", true, "<h2>Vill du göra en ansökan?</h2><p>Kontakta någon av våra handläggare.</p>"),
    ("e_service", true, "<p>Ansökan om insats enligt socialtjänstlagen, pdf</p>"),
    ("e_service", false, "<p>Blankett för val av utförare, pdf</p>"),
    ("named_role_contact", true, "<p><a href=\"/kontakt\">Kontakta en biståndshandläggare genom servicecenter</a></p>"),
    ("named_role_contact", true, "<p>Fråga oss på myndigheten för äldre om du vill veta mer.</p>"),
    ("named_role_contact", false, "<p>Vi ser till att sjukvården och socialtjänsten samverkar.</p>"),
    ("named_role_contact", false, "<p>Handläggaren följer upp beslut och ställer frågor till dem som har hjälp.</p>"),
    ("insatser_listed", true, "<p>Du kan få hjälp att handla, diska och vattna krukväxter.</p>"),
    ("insatser_listed", true, "<p>Du kan få hjälp med matinköp och enklare fixartjänster.</p>"),
    ("insatser_listed", false, "<p>Hjälpen delas in i service och omvårdnad.</p>"),
    ("trygghetslarm", true, "<table><tr><td>Trygghetstjänst – larm</td><td>340 kronor</td></tr></table>"),
    ("night_or_evening", true, "<p>Många insatser ges alla dagar, några också på kvällar och nätter.</p>"),
    ("night_or_evening", false, "<p>Larminsatser på natten beställer du för sig.</p>"),
    ("other_languages_or_easy_read", true, "<p>Samiska språket kan erbjudas i hemtjänsten.</p>"),
    ("other_languages_or_easy_read", true, "<p><a href=\"https://translate.example/\">Translate this page</a></p>"),
    ("other_languages_or_easy_read", true, "<p>Du kan prata ditt modersmål med personalen.</p>"),
    ("fees", false, "<p>Du kan äta på våra boenden till ett reducerat pris.</p>"),
    ("fees", false, "<p>Din hemkommun ansvarar för beslut och kostnad när du är i sommarstugan.</p>"),
    ("fees", true, "<p>Du betalar för hjälpen enligt kommunens taxa.</p>"),
    ("phone", true, "<p>Sidansvarig: Kim Ek</p><p>Biståndshandläggare 031-390 06 10</p>"),
    ("phone_hours", true, "<p>Biståndshandläggarna nås på telefontiden klockan 8.30–9.30.</p>"),
    ("meals", true, "<p>Du kan få färdiglagad mat i portioner som körs hem till dig.</p>"),
    ("relatives_support", true, "<p>Du som vårdar en närstående kan få tio timmars fri avlösning.</p>"),
    ("relatives_support", false, "<p>Dina anhöriga får gärna vara med på mötet.</p>"),
    (
        "provider_list",
        true,
        "<p>I Hedlunda finns tre hemtjänstföretag: Solrosen, Lindgården och kommunens egen hemtjänst.</p>",
    ),
    (
        "provider_list",
        true,
        "<p>Du väljer själv utförare av din hemtjänst. <a href=\"/x\">Se vilka företag du kan välja mellan</a></p>",
    ),
    ("provider_list", true, "<p>Du väljer själv. <a href=\"/x.pdf\">Förteckning över hemtjänstutförare (pdf)</a></p>"),
    (
        "lov_for_companies",
        false,
        "<p>Du kan få hjälp med städning och dusch. Alla företag har avtal med kommunen och tillstånd från IVO.</p>",
    ),
    ("own_choice_not_offered", true, "<p>I Hedlunda är det bara kommunen som utför hemtjänst.</p>"),
    (
        "own_choice_not_offered",
        true,
        "<p>Valfriheten inom hemtjänsten upphörde den 1 januari. Sedan dess är kommunen den enda utföraren.</p>",
    ),
    (
        "own_choice_not_offered",
        false,
        "<p>Du väljer utförare på dagen. På natten kan du inte välja utförare, då kommer kommunens nattpatrull.</p>",
    ),
    (
        "own_choice",
        true,
        "<p>Du väljer utförare på dagen. På natten kan du inte välja utförare, då kommer kommunens nattpatrull.</p>",
    ),
    ("own_choice_not_offered", false, "<p>All hemtjänst som kommunen beviljar följs upp varje år.</p>"),
    (
        "own_choice_not_offered",
        true,
        "<p>Hemtjänsten bedrivs i kommunal regi. Några privata alternativ finns inte.</p>",
    ),
    ("own_choice_not_offered", true, "<p>Det finns inget eget val inom hemtjänsten i Hedlunda kommun.</p>"),
    (
        "own_choice_not_offered",
        true,
        "<p>Den 31 mars avslutades valfrihetssystemet. Hemtjänsten utförs nu av kommunen.</p>",
    ),
    ("own_choice", false, "<p>Den 31 mars avslutades valfrihetssystemet. Hemtjänsten utförs nu av kommunen.</p>"),
    ("own_choice_not_offered", true, "<p>I nuläget är kommunen den enda som erbjuder hemtjänst.</p>"),
    ("own_choice_not_offered", true, "<p>Vi saknar privata utförare. Du får hjälp av kommunens hemtjänst.</p>"),
    ("no_choice_alternative", true, "<p>Du måste inte välja. Då kommer kommunens hemtjänst.</p>"),
    ("change_provider", true, "<p>Vill du ha en annan utförare i stället meddelar du handläggaren.</p>"),
    ("change_provider", true, "<p>Ditt val gäller tills vidare, men du får ändra dig.</p>"),
    ("change_provider", false, "<p>Du kan byta en timmes städning mot en promenad.</p>"),
    ("own_choice_not_offered", true, "<p>Kommunen har beslutat att inte ha valfrihet i hemtjänsten.</p>"),
    ("own_choice_not_offered", true, "<p>Hemtjänsten bedrivs endast i kommunal regi.</p>"),
    ("own_choice_not_offered", true, "<p>Privat hemtjänst finns inte i Hedlunda.</p>"),
    ("own_choice_not_offered", true, "<p>Möjligheten att välja utförare har tagits bort.</p>"),
    ("own_choice", false, "<p>Möjligheten att välja utförare har tagits bort.</p>"),
    (
        "own_choice_not_offered",
        false,
        "<p>Du kan välja bland tre utförare. Om alla är fulla går det inte att välja just den utföraren.</p>",
    ),
    (
        "own_choice",
        true,
        "<p>Du kan välja bland tre utförare. Om alla är fulla går det inte att välja just den utföraren.</p>",
    ),
    ("own_choice_not_offered", false, "<p>Du väljer utförare. Hemsjukvård utförs endast av kommunen.</p>"),
    ("own_choice", true, "<p>Du väljer utförare. Hemsjukvård utförs endast av kommunen.</p>"),
    ("own_choice_not_offered", false, "<p>Du väljer vem som utför service. Omvårdnad utförs enbart av kommunen.</p>"),
    ("own_choice", true, "<p>Du väljer vem som utför service. Omvårdnad utförs enbart av kommunen.</p>"),
    ("own_choice_not_offered", false, "<p>Det finns inga privata rum på träffpunkten.</p>"),
    ("own_choice", true, "<p>Vilket företag som ska hjälpa dig bestämmer du själv.</p>"),
    ("own_choice", false, "<p>Du väljer själv vilken dag vi ska städa.</p>"),
    ("how_to_apply", true, "<p>Vill du ha hjälp i hemmet? Prata med en av våra biståndshandläggare.</p>"),
    ("how_to_apply", false, "<p>Efter din ansökan får du ett skriftligt beslut.</p>"),
    ("named_role_contact", true, "<p>Du kontaktar biståndshandläggaren, som besöker dig hemma.</p>"),
    ("named_role_contact", false, "<p>Biståndshandläggaren kontaktar dig och besöker dig hemma.</p>"),
    ("named_role_contact", false, "<p>En handläggare ringer dig inom en vecka.</p>"),
    ("appeal", true, "<p>Är du inte nöjd med beslutet har du rätt att få det prövat av förvaltningsrätten.</p>"),
    (
        "insatser_listed",
        true,
        "<h2>Personlig omvårdnad</h2><ul><li>Dusch</li><li>Påklädning</li><li>Toalettbesök</li></ul>",
    ),
    ("complaints", true, "<p>Berätta för oss om något inte fungerar. Ring enhetschefen.</p>"),
    ("trygghetslarm", true, "<p>Med ett larm på armen kan du kalla på hjälp.</p>"),
    ("other_languages_or_easy_read", false, "<p>Hemtjänsten har ett eget språk för hur vi bemöter dig.</p>"),
    (
        "own_choice_not_offered",
        true,
        "<p>Till skillnad från en del andra kommuner har vi ingen kundvalsmodell. Kommunens hemtjänst hjälper alla.</p>",
    ),
    (
        "own_choice_not_offered",
        true,
        "<p>Eftersom kommunen inte tillämpar LOV är det vår egen hemtjänst som kommer till dig.</p>",
    ),
    (
        "provider_list",
        true,
        "<p>Kontaktuppgifter till utförarna</p><p>Solrosen 031-390 06 21</p><p>Lindgården 031-390 06 22</p>",
    ),
    (
        "own_choice_not_offered",
        true,
        "<p>Kommunen står för all hemtjänst. Du kan alltså inte anlita ett privat företag.</p>",
    ),
    ("own_choice_not_offered", true, "<p>Kommunfullmäktige har beslutat att avsluta LOV i hemtjänsten.</p>"),
    ("own_choice", false, "<p>Kommunfullmäktige har beslutat att avsluta LOV i hemtjänsten.</p>"),
    ("own_choice_not_offered", true, "<p>Kundval finns inte inom hemtjänsten.</p>"),
    (
        "own_choice_not_offered",
        false,
        "<p>Du kan välja kommunen eller ett företag. Trygghetslarm utförs endast av kommunen.</p>",
    ),
    ("own_choice", true, "<p>Du kan välja kommunen eller ett företag. Trygghetslarm utförs endast av kommunen.</p>"),
    (
        "provider_list",
        true,
        "<p>Så här presenterar sig utförarna själva:</p><h2>Solrosen</h2><p>Vi ger service. Telefon 031-390 06 21</p>",
    ),
    ("trygghetslarm", true, "<p>Hemtjänsten hjälper dig också om du bara har larm.</p>"),
    ("trygghetslarm", false, "<p>Hemtjänsten ser till att spisen har ett brandlarm.</p>"),
    ("phone_hours", true, "<h2>Planerare</h2><ul><li>Norr: 031-390 06 21</li></ul><p>Dagligen mellan 7 och 15.30</p>"),
    ("needs_assessment", true, "<p>En biståndsbedömare prövar om du har svårt att laga mat själv.</p>"),
    ("needs_assessment", true, "<p>Sedan bestämmer hen vad du kan få hjälp med.</p>"),
    ("appeal", true, "<p>Tycker du att det är fel kan du klaga hos en domstol.</p>"),
    ("own_choice", true, "<p>Här är det du som bestämmer vem som kommer av de fem företagen.</p>"),
    ("change_provider", true, "<p>Du kan flytta över till någon annan när du vill.</p>"),
    ("change_provider", true, "<h2>Kundval</h2><p>Du har rätt att välja om.</p>"),
    (
        "change_provider",
        false,
        "<h2>Kundval</h2><p>Du har rätt att välja om kommunen eller ett företag ska hjälpa dig.</p>",
    ),
    ("no_choice_alternative", true, "<p>Hör du inte av dig går uppdraget enligt en rullande turlista.</p>"),
    ("max_fee", true, "<table><tr><td>Hemvård, högst per månad</td><td>2 588</td></tr></table>"),
    ("complaints", true, "<h2>Blev det inte bra?</h2><p>Hör av dig samma vecka. Vi kommer tillbaka och gör om.</p>"),
    ("complaints", true, "<p>Du når också kommunens synpunktstelefon.</p>"),
    ("night_or_evening", false, "<p>Kvällar och helger finns ingen handläggare i tjänst. Ring socialjouren.</p>"),
    ("night_or_evening", true, "<p>Insatser efter klockan 22 utförs av kommunen.</p>"),
    (
        "insatser_listed",
        true,
        "<p>Vi kan</p><ul><li>tvätta dina kläder</li><li>gå till affären</li><li>hjälpa dig att bli ren</li></ul>",
    ),
    (
        "insatser_listed",
        false,
        "<p>Sista ansökningsdag 7 december. Du har körkort. Tjänsten är tillsvidare.</p><p>Du hjälper människor med dusch, städning och mat.</p>",
    ),
    ("fees", false, "<p>Tider, beslut och avgift påverkas inte.</p>"),
    ("meals", true, "<p>Du som har mat på hjul ringer köket.</p>"),
];

#[test]
fn real_ways_of_saying_it_are_told_from_what_looks_like_them() {
    assert_told(&WORDINGS);
}

#[test]
fn a_page_to_companies_is_told_also_under_a_title_that_could_be_for_anyone() {
    let companies = "<p>I Hedlunda väljer den som har hemtjänst vem som utför den.</p><p>För att bli godkänd som utförare \
                     ska företaget uppfylla våra kriterier. Ersättningen beror på var i kommunen kunden bor.</p>";
    let citizens = "<p>Du som har hemtjänst väljer själv utförare.</p><h2>Vill ditt företag bli utförare?</h2><p>Läs \
                    förfrågningsunderlaget. Där står vilka kriterier vi har.</p>";
    let both = "<p>Här kan den som har hemtjänst när som helst byta utförare. Kontakta kommunens biståndshandläggare.</p>\
                <p>Kraven på den som vill bli godkänd som utförare står i förfrågningsunderlaget.</p>";
    for (body, expected) in [(companies, true), (citizens, false), (both, false)] {
        let html = format!("<html lang=sv><main><h1>Valfrihet i hemtjänsten</h1>{body}</main></html>");
        let page = judge("https://www.hedlunda.example/valfrihet", &html, Some(PageType::Utforare));
        assert_eq!(page.facts["lov_for_companies"], expected, "{body}");
    }
}
