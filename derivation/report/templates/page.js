"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const buttons = all("button[data-verdict]");
  const statements = all(".statement");
  const folds = all(".statement details");
  const opener = document.querySelector("button.all");
  const status = document.querySelector("[role=status]");

  const show = () => {
    const wanted = buttons.filter((b) => b.ariaPressed === "true").map((b) => b.dataset.verdict);
    for (const statement of statements) {
      statement.hidden = wanted.length > 0 && !wanted.includes(statement.dataset.verdict);
    }
    for (const equation of all(".equation")) {
      equation.hidden = all(".statement:not([hidden])", equation).length === 0;
    }
    const shown = statements.filter((s) => !s.hidden).length;
    status.textContent = wanted.length ? `${shown} of ${statements.length} lines shown` : "";
  };

  for (const button of buttons) {
    button.disabled = button.dataset.count === "0";
    button.addEventListener("click", () => {
      button.ariaPressed = String(button.ariaPressed !== "true");
      show();
    });
  }

  const name = () => {
    opener.textContent = folds.every((f) => f.open) ? "close all" : "open all";
  };
  opener.addEventListener("click", () => {
    const open = !folds.every((f) => f.open);
    folds.forEach((f) => { f.open = open; });
  });
  folds.forEach((f) => f.addEventListener("toggle", name));
  opener.hidden = folds.length === 0;
  document.querySelector(".tools").hidden = false;
  name();

  const reach = () => {
    for (const part of all("dd, .summary p, .laws li")) {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  folds.forEach((f) => f.addEventListener("toggle", reach));
  reach();

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.classList.contains("statement")) return;
    if (target.hidden) {
      buttons.forEach((b) => { b.ariaPressed = "false"; });
      show();
    }
    all("details", target).forEach((f) => { f.open = true; });
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  follow();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((f) => !f.open);
    closed.forEach((f) => { f.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((f) => { f.open = false; }));
})();
