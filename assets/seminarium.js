// Seminariet: tangenter, helskärm, och en granskning som spelas upp. Allt går att göra utan skript.
(() => {
  "use strict";

  let replay = null;

  // Helskärm tar slut när webbläsaren byter sida. Där hämtas nästa bild i stället in i samma sida.
  const show = async (href) => {
    if (!document.fullscreenElement) {
      location.href = href;
      return;
    }
    try {
      const answer = await fetch(href);
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const scene = page.querySelector(".scen");
      if (!scene) throw new Error("ingen bild");
      if (replay) replay.stop();
      if (href !== location.href) history.pushState(null, "", href);
      document.title = page.title;
      document.querySelector(".scen").replaceWith(document.adoptNode(scene));
      scrollTo(0, 0);
      replay = player();
      const heading = document.querySelector(".mitt h1");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    } catch {
      location.href = href;
    }
  };
  const go = (link) => link && show(link.href);
  addEventListener("popstate", () => location.reload());
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".steg a[href]:not(.oversikt)");
    if (!link || !document.fullscreenElement || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link);
  });

  const way = (rel) => document.querySelector(`.steg a[rel=${rel}]`);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const onControl = event.target.closest("a, button, summary");
    if (event.key === " " && onControl) return;
    if (event.key === "f" || event.key === "F") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => {});
    } else if (event.key === "m" || event.key === "M") {
      // Manuset i ett eget fönster, som inte delas, vid frågan som visas.
      const notes = document.querySelector(".scen").dataset.manus;
      if (notes) open(notes, "manus", "popup,width=900,height=1000");
    } else if (event.key === "PageDown") go(way("next"));
    else if (event.key === "PageUp") go(way("prev"));
    else if (event.key === "ArrowRight" || event.key === " ") {
      if (replay?.more()) replay.step(1);
      else go(way("next"));
    } else if (event.key === "ArrowLeft") {
      if (replay?.less()) replay.step(-1);
      else go(way("prev"));
    } else return;
    event.preventDefault();
  });

  // En granskning steg för steg, i den takt som servern säger. Läses kommunen just nu kommer stegen själva den vägen.
  function player() {
    const box = document.getElementById("spela");
    if (!box || !window.EventSource) return null;
    const list = document.getElementById("handelser");
    const part = (id) => document.getElementById(id);
    const [button, pace, now] = [part("spelknapp"), part("takt"), part("nu")];
    let coming = "laser" in box.dataset;
    let shown = 0;
    let source = null;
    const steps = () => list.children.length;
    const upTo = (count) => {
      shown = Math.min(Math.max(count, 1), steps());
      [...list.children].forEach((step, i) => {
        step.hidden = i >= shown;
        step.classList.toggle("nu", i === shown - 1);
      });
      const last = list.children[shown - 1];
      part("hittills").textContent = last.dataset.text;
      part("fyllt").setAttribute("width", last.dataset.bredd);
      now.textContent = last.querySelector("h2, h3").textContent;
      last.scrollIntoView({ block: "nearest" });
    };
    const stop = () => {
      if (source) source.close();
      source = null;
      button.textContent = "Spela";
    };
    const play = (from = shown, rate = pace.value, count = Infinity) => {
      stop();
      button.textContent = "Pausa";
      const stream = new URL(box.dataset.strom, location.href);
      stream.searchParams.set("fran", from);
      stream.searchParams.set("takt", rate);
      const mine = new EventSource(stream);
      source = mine;
      mine.addEventListener("steg", (event) => {
        const number = Number(event.lastEventId);
        // Efter ett avbrott börjar strömmen om: det som redan visas hoppas över.
        if (mine !== source || number <= shown) return;
        if (number > steps()) list.insertAdjacentHTML("beforeend", JSON.parse(event.data));
        upTo(number);
        if (number >= from + count) stop();
      });
      mine.addEventListener("slut", () => {
        coming = false;
        box.querySelector(".nar").hidden = true;
        stop();
      });
      // Det blev inget att visa här: sidan säger varför.
      mine.addEventListener("annanstans", () => location.reload());
      mine.addEventListener("error", () => coming || stop());
    };
    const step = (by) => {
      stop();
      if (by > 0 && coming && shown === steps()) play(shown, 20, 1);
      else upTo(shown + by);
    };
    button.addEventListener("click", () => {
      if (source) return stop();
      if (!coming && shown === steps()) upTo(1);
      play();
    });
    part("stegknapp").addEventListener("click", () => step(1));
    part("alltknapp").addEventListener("click", () => {
      upTo(steps());
      if (coming) play(shown, 20);
      else stop();
    });
    pace.addEventListener("change", () => source && play());
    part("reglage").hidden = false;
    upTo(1);
    if (coming) {
      part("se-efter").hidden = true;
      play();
    }
    return { stop, step, more: () => coming || shown < steps(), less: () => shown > 1 };
  }
  replay = player();
})();
