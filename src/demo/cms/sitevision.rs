//! SiteVision: a newer site with `main` and contact apps, and an older one with several `.pagecontent` and no `main`.

use super::{Contact, Item, Piece, View, escape, ingress};

/// A page of a newer site.
pub(super) fn page(view: &View<'_>) -> String {
    let (lead, body) = lead_and_body(view);
    let lead = if lead.is_empty() { lead } else { format!("<p class=\"ingress\">{lead}</p>\n") };
    let contacts = view.contacts.iter().map(|c| contact_app(c, view.key)).collect::<Vec<_>>().concat();
    let contacts = if contacts.is_empty() {
        contacts
    } else {
        portlet("marginal", view.key + 3, &format!("<h2 class=\"subheading2\">Kontakt</h2>\n{contacts}"))
    };
    let updated = if view.updated.is_empty() {
        String::new()
    } else {
        portlet("datum", view.key + 4, &format!("<p class=\"normal\">Senast uppdaterad: {}</p>", view.updated))
    };
    let side = if view.side.is_empty() {
        String::new()
    } else {
        format!("<nav aria-label=\"Undermeny\">{}</nav>", view.nested(" class=\"env-nav env-nav--sidenav\"", ""))
    };
    let main = format!(
        "<div class=\"sv-row sv-layout\">\n{side}\n<main class=\"sv-layout\"><div id=\"svid94_{key:x}\" \
         class=\"pagecontent sv-layout\">\n{heading}{listen}{text}{children}{feedback}{updated}</div>\n\
         <div class=\"sv-column-4\">{contacts}</div></main></div>",
        key = view.key,
        heading = portlet("rubrik", view.key, &format!("<h1 class=\"heading\">{}</h1>", escape(&view.page.head.title))),
        listen = listen(view),
        text = portlet("text", view.key + 1, &format!("{lead}{body}")),
        children = children(view),
        feedback = FEEDBACK,
    );
    frame(view, "artikelsida", &breadcrumbs(view), &main)
}

/// A page of an older site: heading, ingress and text are containers of their own.
pub(super) fn older_page(view: &View<'_>) -> String {
    let (lead, body) = lead_and_body(view);
    let contacts = view.contacts.iter().map(|contact| legacy_contact(contact)).collect::<Vec<_>>().concat();
    let updated = if view.updated.is_empty() {
        String::new()
    } else {
        format!(
            "<ul class=\"footer-meta\"><li class=\"modified\">Senast publicerad av: \
             <a href=\"mailto:{mail}\">Webbredaktionen</a> {date} 13:48</li>\
             <li class=\"responsible\">Innehållsansvarig: Vård- och omsorgsförvaltningen</li></ul>\n",
            mail = view.kommun.mail.replacen("kommun", "webbredaktion", 1),
            date = view.updated
        )
    };
    let part = |number: u64, anchor: &str, inside: &str| {
        format!(
            "<div id=\"svid94_{:x}\" class=\"pagecontent sv-layout\"><div id=\"{anchor}\"></div>\n{inside}</div>\n",
            view.key + number
        )
    };
    let main = format!(
        "<div id=\"svid10_{key:x}\" class=\"sv-vertical sv-layout\">\n<div class=\"sv-column-3\">{side}</div>\n\
         <div class=\"sv-column-6\">{heading}{lead}{text}{updated}</div>\n\
         <div class=\"sv-column-3\">{contacts}</div></div>",
        key = view.key,
        side = if view.side.is_empty() { String::new() } else { view.nested(" class=\"menu-left\"", "") },
        heading = part(1, "Rubrik", &format!("<h1 class=\"sidrubrikxxh1x\">{}</h1>", escape(&view.page.head.title))),
        lead = if lead.is_empty() { lead } else { part(2, "Ingress", &format!("<p class=\"ingress\">{lead}</p>")) },
        text = part(3, "Brodtext", &format!("{body}{}", children(view))),
    );
    let crumbs = view.crumbs.iter().map(|c| format!("<li>{}</li>", c.link(""))).collect::<Vec<_>>().concat();
    let crumbs = format!(
        "<nav class=\"breadcrumbs\"><ol><li><a href=\"/\">Startsida</a></li>{crumbs}<li>{}</li></ol></nav>",
        escape(&view.page.head.title)
    );
    frame(view, "innehallssida", &crumbs, &main)
}

fn lead_and_body(view: &View<'_>) -> (String, String) {
    let mut lead = String::new();
    let mut body = Vec::new();
    for (number, piece) in view.pieces.iter().enumerate() {
        match piece {
            Piece::Html(html) if number == 0 => {
                let (first, rest) = ingress(html);
                lead.push_str(first);
                body.push(rest.to_owned());
            }
            Piece::Html(html) => body.push(html.clone()),
            Piece::Expand(title, html) => body.push(format!(
                "<div class=\"sv-decoration-content\"><h3><a href=\"#dold-{number}\" role=\"button\" data-env-collapse \
                 aria-expanded=\"false\" aria-controls=\"dold-{number}\">{}</a></h3>\n\
                 <div class=\"env-collapse\" id=\"dold-{number}\">{html}</div></div>\n",
                escape(title)
            )),
            Piece::Contact(id) => {
                let contact = view.contact(id);
                body.extend(contact.map(|c| contact_app(c, view.key + number as u64)));
            }
            Piece::Form(title) => body.push(form(title)),
            Piece::ScriptList(title, items) => body.push(view.script_list(title, items)),
        }
    }
    (lead, body.concat())
}

fn portlet(kind: &str, key: u64, inside: &str) -> String {
    format!(
        "<div id=\"svid12_{key:x}\" class=\"sv-text-portlet sv-use-margins\"><div id=\"{kind}-{key:x}\"></div>\
         <div class=\"sv-text-portlet-content\">{inside}</div></div>\n"
    )
}

/// One `div` an item, as the contact app has it.
fn contact_app(contact: &Contact, key: u64) -> String {
    let mut out = vec![format!("<h3 class=\"subheading3\">{}</h3>\n", escape(&contact.name))];
    if !contact.role.is_empty() {
        out.push(format!("<p class=\"normal\">{}</p>\n", escape(&contact.role)));
    }
    let digits: String = contact.phone.chars().filter(char::is_ascii_digit).collect();
    let items = [
        (
            "TELEFON",
            &contact.phone,
            format!("<a class=\"contact-data\" href=\"tel:{digits}\">{}</a>", escape(&contact.phone)),
        ),
        ("TELEFONTID", &contact.hours, plain(&contact.hours)),
        (
            "E-POST",
            &contact.mail,
            format!("<a class=\"contact-data\" href=\"mailto:{0}\">{0}</a>", escape(&contact.mail)),
        ),
        ("BESÖKSADRESS", &contact.visit, plain(&contact.visit)),
        ("POSTADRESS", &contact.post, plain(&contact.post)),
    ];
    for (number, (title, value, html)) in items.into_iter().enumerate() {
        if !value.is_empty() {
            out.push(format!(
                "<div class=\"contact\" data-cid=\"{:x}\"><p class=\"contact-title\">{title}</p>{html}</div>\n",
                key + number as u64
            ));
        }
    }
    out.concat()
}

fn plain(value: &str) -> String {
    format!("<p class=\"contact-data\">{}</p>", escape(value).replace(", ", "<br>"))
}

fn legacy_contact(contact: &Contact) -> String {
    let mut out = vec![format!("<section class=\"sv-contact2-portlet\"><h3>{}</h3>\n", escape(&contact.name))];
    if !contact.role.is_empty() {
        out.push(format!("<div class=\"role\">{}</div>\n", escape(&contact.role)));
    }
    if !contact.phone.is_empty() {
        let digits: String = contact.phone.chars().filter(char::is_ascii_digit).collect();
        out.push(format!("<div>Telefon: <a href=\"tel:{digits}\">{}</a></div>\n", escape(&contact.phone)));
    }
    for (label, value) in
        [("Telefontid", &contact.hours), ("Besöksadress", &contact.visit), ("Postadress", &contact.post)]
    {
        if !value.is_empty() {
            out.push(format!("<div>{label}: {}</div>\n", escape(value)));
        }
    }
    if !contact.mail.is_empty() {
        out.push(format!("<div><a href=\"mailto:{0}\">{0}</a></div>\n", escape(&contact.mail)));
    }
    out.push("</section>\n".to_owned());
    out.concat()
}

fn form(title: &str) -> String {
    format!(
        "<div class=\"sv-form-portlet\"><h2>{}</h2><form method=\"post\" action=\"\">\n\
         <p><label for=\"f-namn\">Ditt namn</label> <input id=\"f-namn\" type=\"text\" name=\"namn\"></p>\n\
         <p><label for=\"f-text\">Meddelande</label> <textarea id=\"f-text\" name=\"text\"></textarea></p>\n\
         <p><button type=\"submit\">Skicka</button></p></form></div>\n",
        escape(title)
    )
}

fn children(view: &View<'_>) -> String {
    if view.children.is_empty() {
        return String::new();
    }
    let row = |item: &Item| {
        let time = item.news.as_ref().map(|day| format!("<time datetime=\"{day}\">{day}</time>")).unwrap_or_default();
        let text =
            if item.description.is_empty() { String::new() } else { format!("<p>{}</p>", escape(&item.description)) };
        format!("<li class=\"sv-channel-item\"><h2>{}</h2>{time}{text}</li>\n", item.link(""))
    };
    format!(
        "<ul class=\"sv-channel sv-defaultlist\">\n{}</ul>\n",
        view.children.iter().map(row).collect::<Vec<_>>().concat()
    )
}

fn breadcrumbs(view: &View<'_>) -> String {
    if view.is_start() {
        return String::new();
    }
    let slash = "<span class=\"env-assistive-text\">/</span>";
    let crumbs = view.crumbs.iter().map(|c| format!("<li>{}{slash}</li>", c.link(""))).collect::<Vec<_>>().concat();
    format!(
        "<nav aria-label=\"Brödsmulor\"><ol class=\"env-breadcrumb\"><li><a href=\"/\">Startsida</a>{slash}</li>{crumbs}\
         <li><span aria-current=\"page\">{}</span></li></ol></nav>",
        escape(&view.page.head.title)
    )
}

fn listen(view: &View<'_>) -> String {
    if !view.kommun.listen || view.is_start() {
        return String::new();
    }
    format!(
        "<div id=\"readspeaker_button1\" class=\"rs_skip rsbtn\"><a class=\"rsbtn_play\" \
         href=\"http://{}/lyssna?readid=svid94_{:x}\" rel=\"nofollow\">Lyssna</a></div>\n",
        view.host, view.key
    )
}

const FEEDBACK: &str = "<div class=\"sv-script-portlet\"><h2>Var informationen till hjälp?</h2>\
    <button type=\"button\">Ja</button> <button type=\"button\">Nej</button></div>\n";

fn frame(view: &View<'_>, template: &str, crumbs: &str, main: &str) -> String {
    let kommun = view.kommun;
    let statement =
        view.statement.as_ref().map(|url| format!("<li><a href=\"{url}\">Tillgänglighetsredogörelse</a></li>"));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" class=\"sv-no-js sv-template-{template}\">\n<head>\n\
         <meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"{viewport}\">\n{description}\
         <link rel=\"stylesheet\" href=\"/sitevision/system-resource/{key:064x}/css/portlets.css\">\n\
         <script>window.AppRegistry = window.AppRegistry || {{ registerApp() {{}}, registerInitialState() {{}} }};</script>\n\
         </head>\n<body class=\"env-m-around--0\">\n\
         <a class=\"env-assistive-text\" href=\"#svid94_{key:x}\">Till innehållet</a>\n\
         <div class=\"sv-cookie-consent\" role=\"dialog\" aria-label=\"Kakor\"><p>Vi använder kakor för att webbplatsen ska \
         fungera. Du väljer själv vilka.</p><button type=\"button\">Acceptera alla</button>\
         <button type=\"button\">Bara nödvändiga</button></div>\n\
         <header><a href=\"/\" class=\"logo\">{name} kommun</a>\n\
         <form role=\"search\" action=\"/sok/\"><label for=\"sokord\">Sök</label> <input id=\"sokord\" type=\"search\" \
         name=\"query\"><button type=\"submit\">Sök</button></form>\n\
         <nav aria-label=\"Huvudmeny\">{menu}</nav></header>\n{crumbs}\n{main}\n\
         <footer><h2>Kontakta {name} kommun</h2><p>Växel: {switchboard}<br>E-post: {mail}</p><p>{footer}</p>\n\
         <ul>{statement}</ul></footer>\n\
         <script>AppRegistry.registerApp({{applicationId:'meny|1.2',portletId:'12.{key:x}'}});</script>\n</body>\n</html>\n",
        lang = view.lang(),
        viewport = view.viewport(),
        title = escape(&view.document_title()),
        description = view.description(),
        key = view.key,
        name = escape(&kommun.name),
        menu = view.mega_menu(" class=\"env-nav env-nav--menubar\""),
        switchboard = escape(&kommun.switchboard),
        mail = escape(&kommun.mail),
        footer = escape(&kommun.footer),
        statement = statement.unwrap_or_default(),
    )
}
