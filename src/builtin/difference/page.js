"use strict";
(() => {
  const bar = document.querySelector(".bar");
  if (!bar) return;
  bar.hidden = false;
  const chosen = { kind: "", why: "", language: "" };
  const cards = [...document.querySelectorAll(".card")];
  const sections = [...document.querySelectorAll("[data-section]")];
  const nothing = document.getElementById("nothing");
  const press = (button) => {
    for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
  };
  const show = () => {
    for (const card of cards) {
      const { kind, why, language } = card.dataset;
      card.hidden = !(
        (!chosen.kind || kind === chosen.kind) &&
        (!chosen.why || why.split("|").includes(chosen.why)) &&
        (!chosen.language || language === chosen.language)
      );
    }
    let any = false;
    for (const section of sections) {
      const count = section.querySelectorAll(".card:not([hidden])").length;
      section.hidden = count === 0;
      section.querySelector(".number").textContent = count;
      any = any || count > 0;
    }
    nothing.hidden = any;
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.toggle) {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (button.dataset.toggle === "outlines") document.body.classList.toggle("plain", !on);
      else document.body.classList.toggle("phone", on);
      return;
    }
    chosen[button.parentElement.dataset.filter] = button.dataset.value;
    press(button);
    show();
  });
})();
