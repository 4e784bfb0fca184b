// Gör sidan bekvämare. Allt går att göra utan skript.
(() => {
  "use strict";

  // Sök: visa fältet, gå till kommunen, filtrera rankingen medan man skriver.
  const form = document.getElementById("sok");
  if (form) {
    const field = document.getElementById("sokord");
    const status = document.getElementById("soksvar");
    const links = document.querySelectorAll("#kommuner a, .ranking a, .utan-plats a");
    const places = [...links].map((a) => ({ name: a.textContent, href: a.href }));
    const list = document.getElementById("namn");
    if (list) list.append(...places.map((p) => new Option("", p.name)));
    const rows = [...document.querySelectorAll(".ranking tbody tr")];
    const plain = (text) => text.toLocaleLowerCase("sv").trim().replace(/ kommun$/, "");
    const hits = (word) => places.filter((p) => plain(p.name).startsWith(word));
    form.hidden = false;
    field.addEventListener("input", () => {
      const word = plain(field.value);
      for (const row of rows) row.hidden = word !== "" && !plain(row.querySelector("a").textContent).startsWith(word);
      const n = hits(word).length;
      status.textContent = word === "" ? "" : n === 1 ? "En kommun passar." : `${n} kommuner passar.`;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const word = plain(field.value);
      const found = places.find((p) => plain(p.name) === word) || (hits(word).length === 1 && hits(word)[0]);
      if (word !== "" && found) location.href = found.href;
      else if (word === "") status.textContent = "Skriv kommunens namn.";
      else if (hits(word).length > 1) status.textContent = "Flera kommuner börjar så. Skriv hela namnet.";
      else status.textContent = `Ingen kommun heter ”${field.value.trim()}”. Du kan också leta i listan från A till Ö.`;
    });
  }

  // Färdig text: en knapp som kopierar den.
  if (navigator.clipboard) {
    for (const box of document.querySelectorAll(".klistra")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "knapp lugn kopiera";
      button.textContent = "Kopiera texten";
      button.addEventListener("click", async () => {
        const text = [...box.querySelectorAll(".text")].map((p) => p.textContent).join("\n");
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = "Kopierad";
        } catch {
          button.textContent = "Markera texten och kopiera den själv";
        }
      });
      box.append(button);
    }
  }

  // En länk till en fråga öppnar den.
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details && !details.open) {
      details.open = true;
      details.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
