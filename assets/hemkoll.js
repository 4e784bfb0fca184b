// Gör sidan bekvämare. Allt går att göra utan skript.
(() => {
  "use strict";

  // Sidans språk: varje text står på båda.
  const say = (sv, en) => (document.documentElement.lang === "en" ? en : sv);

  // Byt språk utan att tappa stället på sidan.
  const twin = document.getElementById("sprak");
  if (twin) twin.addEventListener("click", () => (twin.hash = location.hash));

  // Ett fel: dit går man först.
  const fault = document.getElementById("fel");
  if (fault) fault.focus();

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
      status.textContent = word === "" ? "" : n === 1 ? say("En kommun passar.", "One municipality matches.") : say(`${n} kommuner passar.`, `${n} municipalities match.`);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const word = plain(field.value);
      const found = places.find((p) => plain(p.name) === word) || (hits(word).length === 1 && hits(word)[0]);
      if (word !== "" && found) location.href = found.href;
      else if (word === "") status.textContent = say("Skriv kommunens namn.", "Write the name of the municipality.");
      else if (hits(word).length > 1) status.textContent = say("Flera kommuner börjar så. Skriv hela namnet.", "Several begin like that. Write the whole name.");
      else {
        const name = field.value.trim();
        status.textContent = say(
          `Ingen kommun heter ”${name}”. Du kan också leta i listan från A till Ö.`,
          `No municipality is called “${name}”. You can also look in the list from A to Ö.`,
        );
      }
    });
  }

  // Kartan: ett stopp för tabb, pilar till närmaste kommun åt det hållet, Enter öppnar den.
  const map = document.querySelector(".karta");
  if (map) {
    const shapes = [...map.querySelectorAll("g path")];
    const rows = [...document.querySelectorAll("#kommuner tbody tr")];
    const said = document.getElementById("kartsvar");
    const middle = (shape) => {
      const { x, y, width, height } = shape.getBBox();
      return { x: x + width / 2, y: y + height / 2 };
    };
    const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    let at = -1;
    const show = (to) => {
      if (to < 0 || to === at) return;
      if (at >= 0) shapes[at].classList.remove("vald");
      at = to;
      const shape = shapes[at];
      shape.classList.add("vald");
      const value = rows[at].querySelector("td").textContent;
      said.textContent = `${rows[at].querySelector("a").textContent}: ${/\d/.test(value) ? `${value} ${say("poäng", "points")}` : value}`;
    };
    const next = ([right, down]) => {
      const from = middle(shapes[at]);
      let best = at;
      let least = Infinity;
      shapes.forEach((shape, i) => {
        const { x, y } = middle(shape);
        const ahead = (x - from.x) * right + (y - from.y) * down;
        const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * right);
        if (i !== at && shape.getAttribute("d") && ahead > 1 && ahead + 2 * aside < least) {
          best = i;
          least = ahead + 2 * aside;
        }
      });
      return best;
    };
    const first = () => Math.max(0, shapes.findIndex((shape) => shape.getAttribute("d")));
    map.setAttribute("role", "application");
    map.setAttribute("tabindex", "0");
    map.querySelector("desc").textContent = say(
      "Gå mellan kommunerna med piltangenterna. Enter öppnar kommunen.",
      "Move between the municipalities with the arrow keys. Enter opens one.",
    );
    map.addEventListener("focus", () => at < 0 && show(first()));
    map.addEventListener("pointerover", (event) => show(shapes.indexOf(event.target)));
    map.addEventListener("click", (event) => {
      if (shapes.includes(event.target)) location.href = rows[shapes.indexOf(event.target)].querySelector("a").href;
    });
    map.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && at >= 0) location.href = rows[at].querySelector("a").href;
      if (!ways[event.key]) return;
      event.preventDefault();
      show(at < 0 ? first() : next(ways[event.key]));
    });
  }

  // Färdig text: en knapp som kopierar den.
  if (navigator.clipboard) {
    for (const box of document.querySelectorAll(".klistra")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "knapp lugn kopiera";
      button.lang = document.documentElement.lang;
      button.textContent = say("Kopiera texten", "Copy the text");
      button.addEventListener("click", async () => {
        const text = [...box.querySelectorAll(".text")].map((p) => p.textContent).join("\n");
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = say("Kopierad", "Copied");
        } catch {
          button.textContent = say("Markera texten och kopiera den själv", "Select the text and copy it yourself");
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
