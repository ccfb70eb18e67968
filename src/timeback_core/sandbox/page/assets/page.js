// What the page does besides being read: the theme, the keyboard, copying. It is whole without this.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted-page");

  const kept = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (kept) root.dataset.theme = kept;

  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  const switchTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* for this page alone, then */ }
  };

  const tell = (text) => { document.getElementById("notice").textContent = text; };

  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.dataset.value || source.textContent);
      tell("Copied.");
    } catch {
      getSelection().selectAllChildren(source);
      tell("Selected: copy it with the keyboard.");
    }
  };

  const rows = () => [...document.querySelectorAll("[data-row] a[id]")];

  const move = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    all[Math.max(0, Math.min(next, all.length - 1))]?.focus();
  };

  const keys = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    "j": () => move(1),
    "k": () => move(-1),
    "?": () => document.getElementById("help").showModal(),
    "Escape": () => document.querySelector("a[data-close]")?.click(),
  };

  const isTyping = (element) => element.matches("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("themeSwitch" in button.dataset) switchTheme();
    if ("help" in button.dataset) document.getElementById("help").showModal();
    if (button.dataset.copy) copy(document.getElementById(button.dataset.copy));
  });

  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.question;
    if (question && !confirm(question)) event.preventDefault();
  });

  // The clocks go on from what they told when the page was made.
  const beganAt = Date.now();
  const goOn = () => {
    for (const clock of document.querySelectorAll("time[data-goes]")) {
      const first = Date.parse(clock.dateTime);
      clock.textContent = new Date(first + Date.now() - beganAt).toISOString().slice(0, 19) + "Z";
    }
  };
  setInterval(goOn, 1000);

  document.addEventListener("DOMContentLoaded", () => {
    const address = new URL(location);
    if (address.searchParams.has("notice")) {
      address.searchParams.delete("notice");
      history.replaceState(history.state, "", address);
    }
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // A row that was opened beside its list is marked at once, before the list itself is fetched again.
  document.addEventListener("htmx:afterSettle", () => {
    const opened = document.getElementById("opened");
    for (const row of document.querySelectorAll("[data-row]")) {
      const isOpen = opened && row.querySelector("a[id]")?.id === `row-${opened.value}`;
      isOpen ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
    }
  });
})();
