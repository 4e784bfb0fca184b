//! Optimizely: HTML of the site's own making, files under `/globalassets/`, a contact box as a `dl` in an aside.

use super::{Contact, Item, Piece, View, escape, in_words};

/// A page.
pub(super) fn page(view: &View<'_>) -> String {
    let kommun = view.kommun;
    let contacts = view.contacts.iter().map(|contact| contact_box(contact)).collect::<Vec<_>>().concat();
    let side = if view.side.is_empty() {
        String::new()
    } else {
        format!("<nav class=\"sub-navigation\" aria-label=\"I det här avsnittet\">{}</nav>\n", view.nested("", ""))
    };
    let crumbs = view.crumbs.iter().map(|c| format!("<li>{}</li>", c.link(""))).collect::<Vec<_>>().concat();
    let crumbs = if view.is_start() {
        String::new()
    } else {
        format!(
            "<nav class=\"crumbs\" aria-label=\"Du är här\"><ol><li><a href=\"/\">Start</a></li>{crumbs}<li>{}</li></ol></nav>\n",
            escape(&view.page.head.title)
        )
    };
    let updated = if view.updated.is_empty() {
        String::new()
    } else {
        format!("<p class=\"page-meta\">Senast ändrad: {}</p>\n", in_words(view.updated))
    };
    let statement = view
        .statement
        .as_ref()
        .map(|url| format!("<a href=\"{url}\">Om webbplatsens tillgänglighet (tillgänglighetsredogörelse)</a>"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\" />\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"{viewport}\" />\n{description}\
         <link rel=\"canonical\" href=\"http://{host}{address}\" />\n<link rel=\"stylesheet\" href=\"/static/css/site.css?v=41\" />\n\
         </head>\n<body>\n<a class=\"skip\" href=\"#innehall\">Till sidans innehåll</a>\n\
         <header class=\"site-header\"><a href=\"/\">{name} kommun</a>\n\
         <form action=\"/sok/\" role=\"search\"><label for=\"q\">Sök på webbplatsen</label><input id=\"q\" name=\"q\" type=\"search\" />\
         <button type=\"submit\">Sök</button></form>\n<nav class=\"mega\" aria-label=\"Meny\">{menu}</nav></header>\n\
         {crumbs}<div class=\"wrap\">{side}<main id=\"innehall\"><h1>{heading}</h1>\n{listen}{body}{children}{updated}</main>\n\
         {contacts}</div>\n<footer class=\"site-footer\"><p>Kommunens växel <a href=\"tel:{digits}\">{switchboard}</a></p>\
         <p><a href=\"mailto:{mail}\">{mail}</a></p><p>{footer}</p>{statement}</footer>\n\
         <div id=\"cookie-banner\" role=\"dialog\" aria-label=\"Om kakor\"><p>Vi använder kakor (cookies).</p>\
         <button type=\"button\">Jag förstår</button></div>\n</body>\n</html>\n",
        lang = view.lang(),
        viewport = view.viewport(),
        title = escape(&view.document_title()),
        description = view.description(),
        host = view.host,
        address = view.address,
        name = escape(&kommun.name),
        menu = view.mega_menu(""),
        heading = escape(&view.page.head.title),
        listen = listen(view),
        body = body(view),
        children = children(view),
        digits = digits(&kommun.switchboard),
        switchboard = escape(&kommun.switchboard),
        mail = escape(&kommun.mail),
        footer = escape(&kommun.footer),
        statement = statement.unwrap_or_default(),
    )
}

fn body(view: &View<'_>) -> String {
    let mut out = Vec::new();
    for (number, piece) in view.pieces.iter().enumerate() {
        match piece {
            Piece::Html(html) => out.push(html.clone()),
            Piece::Expand(title, html) => out.push(format!(
                "<div class=\"fold\"><h3><button type=\"button\" aria-expanded=\"false\" aria-controls=\"fold-{number}\">{}</button>\
                 </h3><div id=\"fold-{number}\" class=\"fold__content\">{html}</div></div>\n",
                escape(title)
            )),
            Piece::Contact(id) => out.extend(view.contact(id).map(contact_box)),
            Piece::Form(title) => out.push(form(title)),
            Piece::ScriptList(title, items) => out.push(view.script_list(title, items)),
        }
    }
    out.concat()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

fn contact_box(contact: &Contact) -> String {
    let name =
        if contact.role.is_empty() { contact.name.clone() } else { format!("{}, {}", contact.name, contact.role) };
    let mut rows = Vec::new();
    let phone = format!("<a href=\"tel:{}\">{}</a>", digits(&contact.phone), escape(&contact.phone));
    let mail = format!("<a href=\"mailto:{0}\">{0}</a>", escape(&contact.mail));
    for (label, value, html) in [
        ("Telefon", &contact.phone, phone),
        ("Telefontider", &contact.hours, escape(&contact.hours)),
        ("E-post", &contact.mail, mail),
        ("Besöksadress", &contact.visit, escape(&contact.visit)),
        ("Postadress", &contact.post, escape(&contact.post)),
    ] {
        if !value.is_empty() {
            rows.push(format!("<dt>{label}</dt><dd>{html}</dd>\n"));
        }
    }
    format!("<aside class=\"contact-box\"><h2>{}</h2><dl>\n{}</dl></aside>\n", escape(&name), rows.concat())
}

fn form(title: &str) -> String {
    format!(
        "<form class=\"EPiServerForms\" method=\"post\" action=\"\"><h2>{}</h2>\n\
         <div><label for=\"epi-1\">Namn</label><input id=\"epi-1\" type=\"text\" name=\"__field_1\" /></div>\n\
         <div><label for=\"epi-2\">Vad vill du säga?</label><textarea id=\"epi-2\" name=\"__field_2\"></textarea></div>\n\
         <button type=\"submit\">Skicka</button></form>\n",
        escape(title)
    )
}

fn children(view: &View<'_>) -> String {
    if view.children.is_empty() {
        return String::new();
    }
    let row = |item: &Item| {
        let time = item.news.as_ref().map(|day| format!(" <time datetime=\"{day}\">{}</time>", in_words(day)));
        let text =
            if item.description.is_empty() { String::new() } else { format!("<p>{}</p>", escape(&item.description)) };
        format!("<li>{}{}{text}</li>\n", item.link(""), time.unwrap_or_default())
    };
    format!("<ul class=\"page-list\">\n{}</ul>\n", view.children.iter().map(row).collect::<Vec<_>>().concat())
}

fn listen(view: &View<'_>) -> String {
    if !view.kommun.listen || view.is_start() {
        return String::new();
    }
    format!(
        "<p class=\"rs_skip\"><a class=\"rsbtn_play\" href=\"http://{}/lyssna?readid=innehall\" rel=\"nofollow\">Lyssna på sidan</a></p>\n",
        view.host
    )
}
