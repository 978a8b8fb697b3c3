/** The word that every change must carry; for fetch: headers: { "X-CSRF-Token": csrf() }. */
export function csrf() {
  return document.querySelector("meta[name=csrf]")?.content ?? "";
}

export function csrfForHtmx() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = csrf();
  });
}
