// Asks the stand-in. Refusals become errors with the stand-in's own words.
import type { FileInfo } from "./types";

const ROOT = "/_playground/";

async function answer<T>(response: Response): Promise<T> {
  const said = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(said.error ?? response.statusText);
  return said;
}

export const get = async <T>(path: string): Promise<T> => answer<T>(await fetch(ROOT + path));

/** Uploads a file; only its owner can share it. */
export async function upload(user: string, file: File): Promise<FileInfo> {
  const query = new URLSearchParams({ user, name: file.name });
  const headers = { "Content-Type": "application/octet-stream" };
  return answer<FileInfo>(await fetch(`${ROOT}upload?${query.toString()}`, { method: "POST", headers, body: file }));
}

export async function post<T>(path: string, body: object): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return answer<T>(await fetch(ROOT + path, { method: "POST", headers, body: JSON.stringify(body) }));
}
