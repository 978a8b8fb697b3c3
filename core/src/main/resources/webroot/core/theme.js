// Light or dark at once, without loading the page again; the cookie tells the server for the next one.
const YEAR = 365 * 24 * 3600;

export function themeSwitch() {
  for (const form of document.querySelectorAll("form.theme")) {
    form.addEventListener("submit", (event) => {
      const chosen = event.submitter?.value;
      if (!chosen) return;
      event.preventDefault();
      setTheme(chosen);
    });
  }
}

function setTheme(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `belfry_theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  document.documentElement.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme === "system" ? "light dark" : theme);
  for (const button of document.querySelectorAll("form.theme button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
