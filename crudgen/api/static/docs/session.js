// The token of this tab, where the application is mounted, and requests with both.

const KEY = "crudgen.token";
const OWN = "crudgen.own"; // set when this page opened the session, so that it may end it
export const session = { get token() { return sessionStorage.getItem(KEY) || ""; } };

export function keep(token) {
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(OWN);
}

export async function forget() {
  if (sessionStorage.getItem(OWN)) await fetch(beside("auth/logout"), { method: "POST", headers: headers(), credentials: "omit" });
  keep("");
}

export function headers(more = {}) {
  return session.token ? { ...more, Authorization: `Bearer ${session.token}` } : more;
}

// The page is at <mount><prefix>/docs; whatever it fetches is found from there.
export function beside(path) {
  return new URL(path, location.href.split(/[?#]/)[0]);
}

export async function fetchDocument() {
  let response = await fetch(beside("openapi.json"), { headers: headers(), credentials: "omit" });
  if (response.status === 401 && session.token) {
    keep("");
    response = await fetch(beside("openapi.json"), { credentials: "omit" });
  }
  if (!response.ok) throw new Error(`openapi.json: ${response.status}`);
  return response.json();
}

export async function fetchMe() {
  if (!session.token) return null;
  const response = await fetch(beside("auth/me"), { headers: headers(), credentials: "omit" });
  return response.ok ? response.json() : null;
}

export async function login(name, password) {
  const response = await fetch(beside("auth/login"), {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ login: name, password }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail || answer.title);
  keep(answer.access_token);
  sessionStorage.setItem(OWN, "yes");
}

// Where paths of the document begin on this server: the mount, without the API's own prefix.
export function mountOf(paths) {
  const login = Object.keys(paths).find((path) => path.endsWith("/auth/login")) || "/auth/login";
  const prefix = login.slice(0, -"/auth/login".length);
  const here = beside(".").pathname.replace(/\/$/, "");
  return location.origin + (prefix && here.endsWith(prefix) ? here.slice(0, -prefix.length) : here);
}
