// Talking to the sandbox: one view of one tab down, one small wish up. Addresses are zero-based numbers.

const base = `/_sandbox/sheet/${encodeURIComponent(document.body.dataset.spreadsheet)}`;

export class Refusal extends Error {
  constructor(error) {
    super(error.en);
    this.told = error;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Refusal(body?.error ?? {
    title: "Có vấn đề",
    vi: `Máy chủ trả lời ${response.status}.`,
    en: `The server answered ${response.status}.`,
  });
}

let etag = "";

// The view of a tab, or null when nothing changed since the last one.
export async function view(gid, rows, { fresh = false } = {}) {
  const query = new URLSearchParams({ rows });
  if (gid !== null) query.set("gid", gid);
  const headers = fresh || !etag ? {} : { "If-None-Match": etag };
  const response = await fetch(`${base}?${query}`, { headers, cache: "no-store" });
  if (response.status === 304) return null;
  const body = await answer(response);
  etag = response.headers.get("ETag") ?? "";
  return body;
}

export async function wish(what, body) {
  const response = await fetch(`${base}/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer(response);
}
