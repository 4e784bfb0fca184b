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
      reading();
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

  // En granskning steg för steg: servern säger i vilken takt stegen kom.
  function player() {
    const box = document.getElementById("spela");
    if (!box || !window.EventSource) return null;
    const steps = [...document.querySelectorAll("#handelser > li")];
    const part = (id) => document.getElementById(id);
    const [button, pace, now] = [part("spelknapp"), part("takt"), part("nu")];
    let shown = 0;
    let source = null;
    const upTo = (count) => {
      shown = Math.min(Math.max(count, 1), steps.length);
      steps.forEach((step, i) => {
        step.hidden = i >= shown;
        step.classList.toggle("nu", i === shown - 1);
      });
      const last = steps[shown - 1];
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
    const play = () => {
      if (shown === steps.length) upTo(1);
      button.textContent = "Pausa";
      const stream = new URL(box.dataset.strom, location.href);
      stream.searchParams.set("fran", shown);
      stream.searchParams.set("takt", pace.value);
      source = new EventSource(stream);
      source.addEventListener("steg", (event) => upTo(Number(event.lastEventId)));
      source.addEventListener("slut", stop);
      source.addEventListener("error", stop);
    };
    const step = (by) => {
      stop();
      upTo(shown + by);
    };
    button.addEventListener("click", () => (source ? stop() : play()));
    part("stegknapp").addEventListener("click", () => step(1));
    part("alltknapp").addEventListener("click", () => step(steps.length));
    pace.addEventListener("change", () => {
      if (!source) return;
      stop();
      play();
    });
    part("reglage").hidden = false;
    upTo(1);
    return { stop, step, more: () => shown < steps.length, less: () => shown > 1 };
  }

  // En kommun som läses nu: sidorna när de kommer, sedan svaren.
  function reading() {
    const box = document.getElementById("laser");
    if (!box || !window.EventSource) return;
    const [paths, count] = [document.getElementById("stigar"), document.getElementById("last")];
    document.getElementById("se-efter").hidden = true;
    paths.replaceChildren();
    const source = new EventSource(box.dataset.strom);
    source.addEventListener("steg", (event) => {
      const { sidor, stig } = JSON.parse(event.data);
      const step = document.createElement("li");
      step.textContent = stig;
      paths.append(step);
      for (; paths.children.length > 6; paths.start += 1) paths.firstChild.remove();
      count.textContent = sidor === 1 ? "1 sida" : `${sidor} sidor`;
    });
    source.addEventListener("klart", () => {
      source.close();
      if (box.isConnected) document.fullscreenElement ? show(location.href) : location.reload();
    });
  }
  replay = player();
  reading();
})();
