// Menus open without script (details, and the drawer by its address); this closes them the way people expect.
export function menus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (drawerIsOpen() && !event.target.closest("#menu, [data-menu=open]")) closeDrawer();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (drawerIsOpen()) closeDrawer();
  });
  addEventListener("hashchange", () => {
    if (drawerIsOpen()) document.querySelector("#menu a[data-menu=close]")?.focus();
  });
}

function drawerIsOpen() {
  return location.hash === "#menu";
}

function closeDrawer() {
  location.hash = "#main";
}
