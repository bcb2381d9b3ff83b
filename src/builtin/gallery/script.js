{% raw %}
"use strict";
// Filters, search, views and the dialog. The address's hash holds the whole state, so that it can be handed on.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const rtl = document.documentElement.dir === "rtl";
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const boxes = all(".facets input");
  const facets = all(".facets fieldset").map(field => field.dataset.facet);
  const search = one("#search");
  const shown = one(".shown");
  const chips = one(".chips");
  const clear = one(".clear");
  const nothing = one(".nothing");
  const dialog = one("dialog.piece");
  const shelves = all(".shelf").map(node => ({ node, count: one("h3 .count", node) }));
  const cards = all(".card").map(node => ({
    node,
    // Made when it is first searched for: a page of a thousand pieces opens without.
    get text() {
      Object.defineProperty(this, "text", { value: plain(node.dataset.text) });
      return this.text;
    },
    shelf: shelves.find(shelf => shelf.node.contains(node)),
    values: Object.fromEntries(facets.map(facet => [facet, node.dataset[facet].split(" ")])),
  }));
  const byKey = new Map(cards.map(card => [card.node.id, card]));
  let visible = cards;
  let open = null;
  let origin = null;

  // Which facets a card does not meet.
  const missed = (card, chosen) => facets.filter(facet =>
    chosen[facet].size > 0 && !card.values[facet].some(value => chosen[facet].has(value)));

  function filter() {
    const chosen = Object.fromEntries(facets.map(facet => [facet, new Set()]));
    for (const box of boxes) if (box.checked) chosen[box.name].add(box.value);
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const counts = Object.fromEntries(facets.map(facet => [facet, new Map()]));
    for (const shelf of shelves) shelf.left = 0;
    visible = [];
    for (const card of cards) {
      const fits = words.every(word => card.text.includes(word));
      const not = fits ? missed(card, chosen) : facets;
      const shows = fits && not.length === 0;
      if (card.node.hidden === shows) card.node.hidden = !shows;
      if (shows) {
        visible.push(card);
        card.shelf.left += 1;
      }
      // A value's count is what choosing it would show: all other facets hold.
      for (const facet of facets) {
        if (fits && (not.length === 0 || (not.length === 1 && not[0] === facet))) {
          for (const value of card.values[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
        }
      }
    }
    for (const shelf of shelves) {
      shelf.node.hidden = shelf.left === 0;
      shelf.count.textContent = shelf.left;
    }
    for (const box of boxes) {
      const count = counts[box.name].get(box.value) ?? 0;
      const label = box.closest("label");
      one(".count", label).textContent = count;
      label.classList.toggle("empty", count === 0);
    }
    shown.textContent = shown.dataset.template.replace("{count}", visible.length).replace("{all}", cards.length);
    nothing.hidden = visible.length > 0;
    tellChosen();
  }

  function tellChosen() {
    const chosen = boxes.filter(box => box.checked);
    chips.replaceChildren(...chosen.map(box => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${one(".what", box.closest("label")).textContent} ×`;
      button.onclick = () => {
        box.checked = false;
        changed();
        box.focus({ preventScroll: true });
      };
      item.append(button);
      return item;
    }));
    clear.hidden = chosen.length === 0 && search.value === "";
  }

  // The state as it stands in the address.
  function state() {
    const parts = new URLSearchParams();
    for (const facet of facets) {
      const values = boxes.filter(box => box.name === facet && box.checked).map(box => box.value);
      if (values.length > 0) parts.set(facet, values.join(","));
    }
    if (search.value.trim() !== "") parts.set("q", search.value.trim());
    if (open) parts.set("piece", open.node.id);
    return parts.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  }

  function keep() {
    const hash = state();
    history.replaceState(null, "", hash === "" ? "#pieces" : `#${hash}`);
    follow();
  }

  // The page in another language shows the same.
  function follow() {
    for (const link of all(".languages a")) link.href = link.getAttribute("href").split("#")[0] + location.hash;
  }

  function changed() {
    filter();
    keep();
  }

  function view(name) {
    for (const section of all(".view")) section.classList.toggle("current", section.id === name);
    for (const link of all(".views a")) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function read() {
    const hash = location.hash.slice(1);
    const plainView = all(".view").find(section => section.id === hash);
    view(plainView ? plainView.id : "pieces");
    const parts = new URLSearchParams(plainView ? "" : hash);
    if (!plainView || hash === "pieces") {
      for (const box of boxes) box.checked = (parts.get(box.name) ?? "").split(",").includes(box.value);
      search.value = parts.get("q") ?? "";
      // As it was written, the page shows all.
      const narrowed = search.value !== "" || boxes.some(box => box.checked);
      if (narrowed || visible !== cards) filter();
    }
    const card = byKey.get(parts.get("piece"));
    if (card) show(card);
    else if (dialog.open) dialog.close();
    follow();
  }

  // A newsletter as it is, without a right to anything.
  function mail(pane) {
    const frame = document.createElement("iframe");
    frame.title = pane.dataset.title;
    frame.setAttribute("sandbox", "");
    frame.src = pane.dataset.src;
    return frame;
  }

  // Each newsletter is a page of its own: one after the other, when they come near, and never before the filters answer.
  function loadMails() {
    const waiting = [];
    let loading = false;
    const next = () => {
      loading = waiting.length > 0;
      if (!loading) return;
      const pane = waiting.shift();
      const frame = mail(pane);
      frame.scrolling = "no";
      frame.tabIndex = -1;
      frame.onload = frame.onerror = () => (globalThis.requestIdleCallback ?? setTimeout)(next);
      pane.append(frame);
    };
    const near = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        waiting.push(target);
      }
      if (!loading) next();
    }, { rootMargin: "600px" });
    for (const pane of all(".pane")) near.observe(pane);
  }

  // The dialog.
  const stage = { frames: one(".frames", dialog), window: one(".window", dialog), picture: one(".picture", dialog) };
  const copy = one(".copy", dialog);
  const said = one(".said", dialog);

  function show(card) {
    if (open === card && dialog.open) return;
    open = card;
    const link = one("a.open", card.node);
    const heading = one("h4", card.node);
    const title = one("#piece-title");
    title.textContent = heading.textContent;
    title.lang = heading.lang;
    title.dir = heading.dir;
    one(".side > .meta", dialog).innerHTML = one(".meta", card.node).innerHTML;
    one(".facts", dialog).replaceChildren(...one(".more .facts", card.node).cloneNode(true).childNodes);
    const file = one(".files a", card.node);
    const button = one("a.button", dialog);
    button.href = link.href;
    button.toggleAttribute("download", file.hasAttribute("download"));
    copy.hidden = !one(".alternative", dialog);
    said.textContent = "";
    const place = visible.indexOf(card);
    one(".place", dialog).textContent = place < 0 ? "" : `${place + 1} / ${visible.length}`;
    for (const step of [one(".previous", dialog), one(".next", dialog)]) step.disabled = visible.length < 2;
    if (!dialog.open) {
      origin = link;
      dialog.showModal();
    }
    // A frame is as wide as there is room, which only an open dialog knows.
    picture(card);
    one(".side", dialog).scrollTop = 0;
    title.focus({ preventScroll: true });
  }

  function picture(card) {
    const shot = one(".shot", card.node);
    const isMail = shot.classList.contains("mail");
    stage.frames.hidden = !isMail;
    stage.window.replaceChildren();
    stage.picture.replaceChildren();
    if (isMail) {
      stage.window.append(mail(one(".pane", shot)));
      return fit();
    }
    const image = one("img", shot);
    if (!image) return stage.picture.append(...shot.cloneNode(true).childNodes);
    const large = new Image();
    large.alt = one(".alternative", card.node)?.textContent ?? one("h4", card.node).textContent;
    large.src = image.src;
    stage.picture.append(large);
    if (image.dataset.large) {
      // The small picture stands until the large one is there.
      const next = new Image();
      next.src = image.dataset.large;
      next.decode().then(() => { if (large.isConnected) large.src = next.src; }, () => {});
    }
  }

  // A frame as wide as a mail program's window or a telephone, made smaller where there is less room.
  function fit() {
    const frame = one("iframe", stage.window);
    if (!frame) return;
    const choice = name => one(`[name=${name}]:checked`, dialog).value;
    const phone = choice("width") === "phone";
    stage.window.classList.toggle("phone", phone);
    stage.window.classList.toggle("dark", choice("scheme") === "dark");
    const width = phone ? 391 : 720;
    const scale = Math.min(1, Math.max(0.1, stage.window.clientWidth / width));
    frame.style.width = `${width}px`;
    frame.style.height = `${100 / scale}%`;
    frame.style.transform = scale < 1 ? `scale(${scale})` : "";
  }

  function step(by) {
    if (visible.length === 0) return;
    const place = visible.indexOf(open);
    const next = visible[(place + by + visible.length) % visible.length];
    show(next);
    origin = one("a.open", next.node);
    keep();
  }

  function copyText() {
    const text = one(".alternative", dialog).textContent;
    const tell = done => { said.textContent = done ? copy.dataset.done : copy.dataset.failed; };
    const byHand = () => {
      const area = document.createElement("textarea");
      area.value = text;
      dialog.append(area);
      area.select();
      tell(document.execCommand("copy"));
      area.remove();
      copy.focus();
    };
    if (navigator.clipboard?.writeText) navigator.clipboard.writeText(text).then(() => tell(true), byHand);
    else byHand();
  }

  dialog.addEventListener("close", () => {
    open = null;
    stage.window.replaceChildren();
    stage.picture.replaceChildren();
    if (one("#pieces").classList.contains("current")) keep();
    origin?.focus();
    origin = null;
  });
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", event => {
    if (event.target.matches("input") || event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = rtl ? "ArrowLeft" : "ArrowRight";
    const back = rtl ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward || event.key === back) {
      event.preventDefault();
      step(event.key === forward ? 1 : -1);
    }
  });
  one(".previous", dialog).onclick = () => step(-1);
  one(".next", dialog).onclick = () => step(1);
  one(".close", dialog).onclick = () => dialog.close();
  copy.onclick = copyText;
  for (const choice of all(".choices input", dialog)) choice.onchange = fit;
  addEventListener("resize", fit);

  document.addEventListener("click", event => {
    const link = event.target.closest("a.open");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    show(byKey.get(link.closest(".card").id));
    keep();
  });
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, dialog");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    view("pieces");
    search.focus();
  });
  one(".filters").addEventListener("submit", event => event.preventDefault());
  for (const box of boxes) box.onchange = changed;
  let waiting;
  search.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 80);
  };
  clear.onclick = () => {
    for (const box of boxes) box.checked = false;
    search.value = "";
    changed();
    search.focus();
  };
  addEventListener("hashchange", read);
  if (matchMedia("(max-width: 1079px)").matches) one(".facets").open = false;
  if (matchMedia("(max-width: 760px)").matches) one("[value=phone]", dialog).checked = true;
  matchMedia("(min-width: 1080px)").onchange = event => { if (event.matches) one(".facets").open = true; };
  read();
  (globalThis.requestIdleCallback ?? setTimeout)(loadMails);
  document.documentElement.dataset.ready = "";
})();
{% endraw %}
