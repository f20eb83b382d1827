"use strict";
// Typing help only: every page works without it.
(() => {
  const form = document.querySelector("form[data-live]");
  if (form) {
    const box = form.querySelector("input[name=q]");
    const results = document.getElementById("results");
    let last = box.value;
    let timer = 0;
    let running = null;
    const ask = async () => {
      if (box.value === last) return;
      last = box.value;
      if (running) running.abort();
      running = new AbortController();
      try {
        const answer = await fetch(form.dataset.live, {
          method: "POST", body: new URLSearchParams(new FormData(form)), signal: running.signal,
        });
        // The session has ended: the way in keeps what was typed.
        if (answer.status === 401) { form.submit(); return; }
        if (!answer.ok) return;
        const text = await answer.text();
        // Who stands in the results already goes on from their first row.
        const isThere = results.contains(document.activeElement);
        results.innerHTML = text;
        if (isThere) move(0);
      } catch (error) {
        if (error.name !== "AbortError") form.submit();
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 90);
    });
  }

  const checked = document.querySelector("form[data-check]");
  if (checked) {
    checked.addEventListener("change", async (event) => {
      if (!event.target.name) return;
      const data = new URLSearchParams(new FormData(checked));
      const answer = await fetch(checked.dataset.check, { method: "POST", body: data });
      if (!answer.ok) return;
      const problems = await answer.json();
      const shown = document.getElementById("f-" + event.target.name + "-problem");
      if (!shown) return;
      const text = problems[event.target.name] || "";
      shown.textContent = text;
      shown.closest(".field").classList.toggle("wrong", text !== "");
    });
  }

  // The file button in our words: the browser's own speaks the browser's language.
  for (const input of document.querySelectorAll(".file-choice input[type=file]")) {
    const button = input.parentElement.querySelector("[data-file-button]");
    const names = input.parentElement.querySelector("[data-file-names]");
    input.classList.add("visually-hidden");
    button.classList.remove("hidden");
    names.classList.remove("hidden");
    input.addEventListener("change", () => {
      const files = [...input.files];
      names.textContent = files.map((file) => file.name).join(", ") || names.dataset.none;
      const isTooLarge = files.reduce((sum, file) => sum + file.size, 0) > Number(input.dataset.most);
      input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
      const problem = document.getElementById(input.id + "-problem");
      problem.textContent = isTooLarge ? input.dataset.tooLarge : "";
      problem.closest(".field").classList.toggle("wrong", isTooLarge);
    });
  }

  const followed = document.querySelector("[data-follow]");
  const follow = async () => {
    if (!followed || !followed.querySelector("[data-running]")) return;
    try {
      const answer = await fetch(followed.dataset.follow);
      // Whoever is signed out meanwhile is shown the way in as a page, not within this one.
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) followed.innerHTML = await answer.text();
      if (followed.querySelector("[data-running]")) setTimeout(follow, 700); else location.reload();
    } catch {
      setTimeout(follow, 3000);
    }
  };
  setTimeout(follow, 700);

  const rows = () => [...document.querySelectorAll("tr.row-link")];
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("current"));
    const next = Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step));
    all.forEach((row, index) => row.classList.toggle("current", index === next));
    all[next].querySelector("a").focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) { window.print(); return; }
    const row = event.target.closest("tr.row-link");
    if (row && !event.target.closest("a, button, input, select")) row.querySelector("a").click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector("input[name=q]");
    if (event.target === box && event.key === "ArrowDown") { move(0); event.preventDefault(); return; }
    if (event.target.closest("input, select, textarea")) return;
    const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (named) { named.click(); event.preventDefault(); return; }
    switch (event.key) {
      case "/":
        event.preventDefault();
        if (box) { box.focus(); box.select(); } else { location.href = "/desk"; }
        break;
      case "j": case "ArrowDown": move(1); event.preventDefault(); break;
      case "k": case "ArrowUp": move(-1); event.preventDefault(); break;
      case "?": location.href = "/help"; break;
    }
  });
})();
