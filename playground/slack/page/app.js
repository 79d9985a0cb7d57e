// The page: who and where you are, what is said there, what you type. Everything arrives over one stream of events.
import { el } from "/page/mrkdwn.js";
import { blocks, plainText } from "/page/blocks.js";

const $ = (id) => document.getElementById(id);
const here = { person: "", channel: "", thread: "", known: new Map(), names: new Map(), bot: null, users: [], channels: [], unread: new Set() };
const names = (id) => here.names.get(id);

async function call(path, body) {
  const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  const response = await fetch(`/_playground/${path}`, options);
  const answer = await response.json();
  if (!response.ok) toast(answer.error);
  return answer;
}

function toast(text) {
  const note = el("p", {}, text);
  $("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}

// What is drawn

const visible = (message) => message.channel === here.channel && !message.deleted && (!message.ephemeral_to || message.ephemeral_to === here.person);

function messageNode(message) {
  const at = new Date(Number(message.ts) * 1000);
  const time = el("time", { class: "when", datetime: at.toISOString() }, at.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" }));
  const name = el("span", { class: "who" }, names(message.user) ?? message.user);
  const act = (action) => call("click", { user: here.person, channel: message.channel, ts: message.ts, action });
  const body = message.blocks.length ? blocks(message.blocks, { names, act }) : [plainText(message.text, names)];
  const more = message.attachments.flatMap((note) => blocks(note.blocks ?? [], { names, act }));
  const reply = el("button", { type: "button", class: "small", onclick: () => thread(message.thread_ts ?? message.ts) }, "Reply");
  return el("li", { "data-ts": message.ts, class: [message.thread_ts ? "reply" : "", message.ephemeral_to ? "ephemeral" : ""].join(" ").trim() || undefined },
    message.ephemeral_to ? el("div", { class: "small" }, "👁 Only visible to you") : null,
    el("div", {}, name, message.bot ? el("span", { class: "app" }, "APP") : null, " ", time, message.edited ? el("span", { class: "small" }, " (edited)") : null, " ", message.ephemeral_to ? null : reply),
    ...body, ...more,
    message.reactions.length ? el("div", { class: "small" }, message.reactions.map(([emoji]) => `:${emoji}:`).join(" ")) : null);
}

// Replies stand under their root: the order is that of the root's time stamp, then their own.
const place = (message) => `${message.thread_ts ?? message.ts}/${message.ts}`;

function show(message) {
  const list = $("messages");
  const old = list.querySelector(`li[data-ts="${CSS.escape(message.ts)}"]`);
  if (!visible(message)) return old?.remove();
  const bottom = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const node = messageNode(message);
  if (old) old.replaceWith(node);
  else {
    node.place = place(message);
    let after = list.lastElementChild;
    while (after && after.place > node.place) after = after.previousElementSibling;
    after ? after.after(node) : list.prepend(node);
  }
  node.place = place(message);
  if (bottom) list.scrollTop = list.scrollHeight;
}

function drawPlaces() {
  const mine = here.channels.filter((channel) => (channel.is_im ? channel.user === here.person : channel.members.includes(here.person)));
  $("places").replaceChildren(...mine.map((channel) => {
    const title = channel.is_im ? `● ${here.bot.name}` : `# ${channel.name}`;
    return el("button", { type: "button", "aria-current": channel.id === here.channel ? "page" : undefined, class: here.unread.has(channel.id) ? "unread" : undefined, onclick: () => go(channel.id) }, title);
  }));
  const now = mine.find((channel) => channel.id === here.channel);
  $("place").textContent = now ? (now.is_im ? here.bot.name : `#${now.name}`) : "";
  $("text").placeholder = now?.is_im ? `Message ${here.bot.name}` : `/sre help, or @${here.bot.name} help`;
}

async function go(channel) {
  here.channel = channel;
  here.unread.delete(channel);
  $("places").classList.remove("open");
  thread("");
  drawPlaces();
  const messages = await call(`messages?channel=${encodeURIComponent(channel)}`);
  if (channel !== here.channel) return;
  $("messages").replaceChildren();
  messages.forEach(show);
  $("messages").scrollTop = $("messages").scrollHeight;
}

function thread(ts) {
  here.thread = ts;
  $("replying").hidden = !ts;
  $("reply-to").textContent = ts ? "In this thread" : "";
  if (ts) $("text").focus();
}

// Modals

function showView(view) {
  const dialog = $("modal");
  const close = () => { dialog.close(); call("close", { user: here.person, view_id: view.id }); };
  const values = () => {
    const all = {};
    for (const input of dialog.querySelectorAll("[data-block]")) (all[input.dataset.block] ??= {})[input.dataset.action] = { type: input.dataset.type, value: input.value };
    return all;
  };
  const body = view.blocks.flatMap((block) => {
    if (block.type !== "input" || block.element.type !== "plain_text_input") return blocks([block], { names, act: () => {} });
    const data = { "data-block": block.block_id, "data-action": block.element.action_id, "data-type": block.element.type };
    return [el("label", { class: "block" }, el("b", {}, block.label.text), el(block.element.multiline ? "textarea" : "input", { ...data, value: block.element.initial_value }))];
  });
  const submit = () => { dialog.close(); call("submit", { user: here.person, view_id: view.id, values: values() }); };
  dialog.replaceChildren(el("h2", {}, view.title.text), ...body, el("div", { class: "actions" },
    el("button", { type: "button", onclick: close }, view.close?.text ?? "Cancel"),
    view.submit ? el("button", { type: "button", onclick: submit }, view.submit.text) : null));
  if (!dialog.open) dialog.showModal();
}

// What comes, and what is typed

const changed = {
  message({ message }) {
    show(message);
    if (message.channel !== here.channel && !here.unread.has(message.channel)) { here.unread.add(message.channel); drawPlaces(); }
  },
  toast({ user, text }) { if (user === here.person) toast(text); },
  view({ view, closed }) { if (view?.type === "modal") showView(view); else if (closed) $("modal").close(); },
};

async function send(event) {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  const said = { user: here.person, channel: here.channel };
  const command = text.match(/^(\/[a-z][\w-]*)\s*([\s\S]*)$/);
  if (command && here.thread) return toast(`${command[1]} is not supported in threads. Sorry!`);
  if (command) await call("slash", { ...said, command: command[1], text: command[2] });
  else {
    const delivery = await call("write", { ...said, text, thread_ts: here.thread || undefined });
    if (delivery?.failed === "not_in_channel") toast(`@${here.bot.name} is not in this channel`);
  }
}

async function start() {
  const state = await call("state");
  Object.assign(here, { bot: state.bot, users: state.users, channels: state.channels });
  for (const user of [...state.users, state.bot]) here.names.set(user.id, user.name);
  for (const channel of state.channels) if (channel.name) here.names.set(channel.id, channel.name);
  $("person").replaceChildren(...state.users.map((user) => el("option", { value: user.id }, `${user.real_name} (${user.profile.title})`)));
  here.person = state.users[0].id;
  $("person").addEventListener("change", (event) => { here.person = event.target.value; go(here.channels[0].id); });
  $("menu").addEventListener("click", () => $("places").classList.toggle("open"));
  $("leave-thread").addEventListener("click", () => thread(""));
  $("compose").addEventListener("submit", send);
  const events = new EventSource("/_playground/events");
  events.onopen = () => go(here.channel || here.channels[0].id);
  events.onmessage = (event) => { const change = JSON.parse(event.data); changed[change.kind]?.(change); };
}

start();
