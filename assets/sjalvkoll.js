// Självkollen: en ruta som tar emot rubriker, länkar och tabeller ur urklipp. Utan skript är den ett vanligt textfält.
(() => {
  "use strict";

  // Det som behålls av det som klistras in. Resten blir ren text.
  const KEPT = new Set(
    "H1 H2 H3 H4 H5 H6 P UL OL LI DL DT DD TABLE CAPTION THEAD TBODY TFOOT TR TH TD A STRONG B EM I BR BLOCKQUOTE IMG DIV SECTION ARTICLE HR".split(" "),
  );
  const DROPPED = new Set("STYLE SCRIPT TEMPLATE META LINK TITLE HEAD XML OBJECT IFRAME SVG NOSCRIPT".split(" "));
  const ATTRIBUTES = { A: ["href"], IMG: ["alt"], TH: ["scope", "colspan", "rowspan"], TD: ["colspan", "rowspan"] };
  const STRUCTURE = "h1, h2, h3, h4, h5, h6, p, li, table, a[href], img, dl";

  // Word skriver listor som stycken, med punkten som text.
  const isWordItem = (element) => element.tagName === "P" && /MsoListParagraph/.test(element.className);
  const isWordBullet = (element) => /mso-list:\s*Ignore/i.test(element.dataset.style || "");

  function copy(from, to) {
    let list = null;
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.trim() !== "") list = null;
        (list || to).append(node.data);
        continue;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase()) || isWordBullet(node)) continue;
      if (isWordItem(node)) {
        if (!list) to.append((list = document.createElement("ul")));
        const item = document.createElement("li");
        list.append(item);
        copy(node, item);
        continue;
      }
      list = null;
      if (!KEPT.has(node.tagName)) {
        copy(node, to);
        continue;
      }
      const made = document.createElement(node.tagName);
      for (const name of ATTRIBUTES[node.tagName] || []) {
        const value = node.getAttribute(name);
        if (value !== null && !(name === "href" && /^\s*(javascript|data|file):/i.test(value))) made.setAttribute(name, value);
      }
      if (made.tagName === "IMG" && !made.hasAttribute("alt")) {
        made.alt = "Bild utan beskrivning";
        made.dataset.utan = "";
      }
      to.append(made);
      copy(node, made);
    }
    return to;
  }

  // Det som skickas: en bild utan beskrivning är utan även där.
  const sent = (editor) => {
    const copied = editor.cloneNode(true);
    for (const image of copied.querySelectorAll("img[data-utan]")) {
      image.removeAttribute("alt");
      image.removeAttribute("data-utan");
    }
    return copied.innerHTML;
  };

  // Dokumentet som tolkas är inte vårt: inget i det körs eller hämtas.
  const cleaned = (html) => {
    const start = html.indexOf("<!--StartFragment-->");
    const end = html.lastIndexOf("<!--EndFragment-->");
    const part = start >= 0 && end > start ? html.slice(start + 20, end) : html;
    // Form och händelser får inte ens tolkas: sidans regler säger nej, och webbläsaren klagar.
    const inert = part.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
    return copy(new DOMParser().parseFromString(inert, "text/html").body, document.createDocumentFragment());
  };

  const field = document.querySelector("textarea[data-html]");
  if (field) {
    const hidden = document.getElementById(field.dataset.html);
    const editor = document.createElement("div");
    editor.className = "ruta-text";
    editor.id = "redigera";
    editor.contentEditable = "true";
    editor.spellcheck = false;
    for (const [name, value] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-labelledby", "text-l"], ["aria-describedby", "text-h"]]) {
      editor.setAttribute(name, value);
    }
    if (hidden.value) editor.append(cleaned(hidden.value));
    else editor.innerText = field.value;
    field.hidden = true;
    field.after(editor);
    document.getElementById("text-l").addEventListener("click", () => editor.focus());
    let changed = false;
    editor.addEventListener("input", () => (changed = true));
    editor.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      event.preventDefault();
      changed = true;
      if (!html) {
        document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
        return;
      }
      const pasted = cleaned(html);
      const selection = getSelection();
      const range = selection.rangeCount && editor.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
      if (!range) {
        editor.append(pasted);
        return;
      }
      range.deleteContents();
      range.insertNode(pasted);
      range.collapse(false);
    });
    field.form.addEventListener("submit", () => {
      if (!changed) return;
      hidden.value = editor.querySelector(STRUCTURE) ? sent(editor) : "";
      field.value = editor.innerText;
    });
  }

  // Bokmärket: till den adress som sidan visas på. Det dras, och körs aldrig här.
  const bookmark = document.getElementById("bokmarke");
  if (bookmark) {
    const code = bookmark.getAttribute("href").replace(/f\.action='[^']*'/, `f.action='${location.origin}/sjalvkoll'`);
    bookmark.setAttribute("href", code);
    document.getElementById("bokmarke-kod").textContent = code;
    bookmark.addEventListener("click", (event) => {
      event.preventDefault();
      bookmark.textContent = "Dra mig till bokmärkesraden";
    });
  }

  // Hela kommunens hemtjänstdel: stegen visas när de kommer, och svaret när det är klart. Utan skript finns länken.
  const reading = document.getElementById("lasning");
  if (reading && window.EventSource) {
    const steps = document.getElementById("steg");
    const count = document.getElementById("last");
    steps.replaceChildren();
    document.getElementById("se-efter").hidden = true;
    const source = new EventSource(reading.dataset.strom);
    source.addEventListener("steg", (event) => {
      const { hittills, text } = JSON.parse(event.data);
      const step = document.createElement("li");
      step.textContent = text;
      steps.append(step);
      count.textContent = hittills;
    });
    source.addEventListener("klart", () => {
      source.close();
      location.reload();
    });
  }
})();
