/**
 * <infusion-chat>: a help widget that asks an infusion-chatbot service.
 *
 *   <script type="module" src="infusion-chat.js"></script>
 *   <infusion-chat src="/help/" label="Ask about infusions"><a href="/help/faq">All questions</a></infusion-chat>
 *
 * One file, no dependency, no build. It asks only the service named in `src`, and that only once it is opened; it sets
 * no cookie and stores nothing. What is typed goes to the service and nowhere else: not into events, attributes or
 * addresses. Every text is set as text, never as HTML, and the style is a constructed sheet, so it runs under
 * `default-src 'none'; script-src 'self'; connect-src 'self'`.
 *
 * attributes  src, label, open, theme (light | dark), placement (start), emergency, timeout (ms), lang, dir
 * property    strings: any of STRINGS below, in other words; or a child <script type="application/json">
 * methods     open(), close(), ask(text), clear()
 * events      infusion-chat:open, :close, :answer {kind, intents, safety}, :error {reason, status}
 * style       --infusion-chat-* and ::part(): see the sheet below
 */

// --- What the page may change, kept as it was when this module was loaded ---------------------------------------

const { apply } = Reflect;
const { keys } = Object;
const { isArray } = Array;
const { parse, stringify } = JSON;
const { AbortController, Blob, CSSStyleSheet, CustomEvent, Date, URL, clearTimeout, document, matchMedia, setTimeout } =
  globalThis;
const { createObjectURL, revokeObjectURL } = URL;
const fetch = globalThis.fetch.bind(globalThis);

/** A method that stays as it is, whatever a page puts in its place later. */
const keep =
  (method) =>
  (self, ...rest) =>
    apply(method, self, rest);

const createElement = keep(Document.prototype.createElement);
const createElementNS = keep(Document.prototype.createElementNS);
const createTextNode = keep(Document.prototype.createTextNode);
const append = keep(Node.prototype.appendChild);
const removeChild = keep(Node.prototype.removeChild);
const contains = keep(Node.prototype.contains);
const attachShadow = keep(Element.prototype.attachShadow);
const getAttribute = keep(Element.prototype.getAttribute);
const setAttribute = keep(Element.prototype.setAttribute);
const removeAttribute = keep(Element.prototype.removeAttribute);
const findOne = keep(Element.prototype.querySelector);
const findAll = keep(Element.prototype.querySelectorAll);
const focus = keep(HTMLElement.prototype.focus);
const click = keep(HTMLElement.prototype.click);
const showModal = keep(HTMLDialogElement.prototype.showModal);
const closeDialog = keep(HTMLDialogElement.prototype.close);
const listen = keep(EventTarget.prototype.addEventListener);
const unlisten = keep(EventTarget.prototype.removeEventListener);
const dispatch = keep(EventTarget.prototype.dispatchEvent);
const preventDefault = keep(Event.prototype.preventDefault);
const charCodeAt = keep(String.prototype.charCodeAt);
const endsWith = keep(String.prototype.endsWith);
const includes = keep(String.prototype.includes);
const indexOf = keep(String.prototype.indexOf);
const lastIndexOf = keep(String.prototype.lastIndexOf);
const replace = keep(String.prototype.replace);
const slice = keep(String.prototype.slice);
const split = keep(String.prototype.split);
const startsWith = keep(String.prototype.startsWith);
const trim = keep(String.prototype.trim);
const exec = keep(RegExp.prototype.exec);

// `for ... of`, spread and the methods of arrays go through prototypes that a page can change; a counted loop does not.
function each(list, visit) {
  for (let place = 0; place < list.length; place += 1) visit(list[place], place);
}

function map(list, change) {
  const changed = [];
  each(list, (item, place) => {
    changed[place] = change(item, place);
  });
  return changed;
}

/** JSON of plain data. A `toJSON` that an old library hangs on every array has no say in it. */
function toJson(value) {
  if (typeof value !== "object" || value === null) return stringify(value);
  let written = "";
  each(keys(value), (key) => {
    written += (written && ",") + (isArray(value) ? "" : `${stringify(key)}:`) + toJson(value[key]);
  });
  return isArray(value) ? `[${written}]` : `{${written}}`;
}

// --- Words ------------------------------------------------------------------------------------------------------

const STRINGS = {
  launcher: "Ask a question",
  title: "Questions and answers",
  subtitle: "Automatic answers from one article",
  greeting: "Ask a question in your own words.",
  starters: "People often ask:",
  you: "You",
  conversation: "Conversation",
  label: "Your question",
  send: "Send",
  save: "Save a copy",
  clear: "Start over",
  close: "Close",
  notice: "A computer program answers. This is not medical advice. Nothing you type is saved.",
  emergency: "In an emergency, call your local emergency number.",
  waiting: "Looking for an answer …",
  source: "Source: {source}",
  alarm_emergency: "This may be an emergency",
  alarm_crisis: "Please talk to someone now",
  alarm_urgent: "Get help with this now",
  left: "Characters left: {count}",
  over: "Characters too many: {count}",
  empty: "Please type a question first.",
  personal: "This looks like a phone number, an e-mail address or an ID number. You can leave it out: no answer needs it.",
  offline: "I cannot reach the answers. You may be offline.",
  timeout: "The answer took too long.",
  busy: "Too many questions came in at once. Please wait {seconds} s, then try again.",
  failed: "Something went wrong on our side.",
  retry: "Try again",
  unanswered: "Not answered",
  file: "questions-and-answers.txt",
};

const fill = (template, name, value) => replace(template, `{${name}}`, () => value);
const textOf = (value) => (typeof value === "string" ? value : "");
const listOf = (value) => (isArray(value) ? value : []);

/** Characters as the service counts them: a pair of surrogates is one. */
function lengthOf(text) {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) {
    if ((charCodeAt(text, place) & 0xfc00) !== 0xdc00) count += 1;
  }
  return count;
}

// An e-mail address, or seven digits and more with at most spaces and the signs of telephone numbers between them.
const PERSONAL = /[^\s@]+@[^\s@]+\.[^\s@]{2,}|\d(?:[\s().\/+-]*\d){6,}/;

// --- What comes from the service: judged before it is used -------------------------------------------------------

const SAFE_LINK = /^(?:tel:|sms:|https:\/\/)/i;
const isAlarm = (level) => level === "emergency" || level === "crisis" || level === "urgent";

/** Why there is no answer: offline, timeout, busy (with the seconds to wait) or failed. */
class Failure extends Error {
  constructor(reason, { status = 0, seconds = 0, detail = "", note = "" } = {}) {
    super(reason);
    this.reason = reason;
    this.status = status;
    this.seconds = seconds;
    this.detail = detail;
    this.note = note;
  }
}

/** Read an error reply: problem+json where it is one. What went wrong inside the service is not shown to people. */
function readProblem(response, data) {
  const { status } = response;
  const note = textOf(data?.safety_note);
  if (status !== 429) return new Failure("failed", { status, note, detail: status < 500 ? textOf(data?.detail) : "" });
  const after = response.headers.get("Retry-After") ?? "";
  const wait = exec(/^\d+$/, after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  return new Failure("busy", { status, note, seconds: wait >= 1 ? Math.ceil(wait) : 1 });
}

function readQuestions(list) {
  return map(listOf(list), (item) => ({ intent: textOf(item?.intent), question: textOf(item?.question) }));
}

function readReply(data) {
  if (typeof data?.text !== "string") throw new Failure("failed");
  return {
    kind: textOf(data.kind),
    text: data.text,
    answers: map(listOf(data.answers), (answer) => ({
      intent: textOf(answer?.intent),
      question: textOf(answer?.question),
      text: textOf(answer?.text),
      source: textOf(answer?.source),
    })),
    suggestions: readQuestions(data.suggestions),
    safety: isAlarm(data.safety) ? data.safety : "none",
    context: typeof data.context === "object" && data.context ? data.context : {},
  };
}

function readConfig(data) {
  if (typeof data !== "object" || !data) throw new Failure("failed");
  return {
    name: textOf(data.name),
    greeting: textOf(data.greeting),
    starters: readQuestions(data.starters),
    limit: data.max_length > 0 ? data.max_length : 0,
    actions: data.actions,
    emergency: textOf(data.emergency),
  };
}

/**
 * Cut a reply into pieces in the order of its text: text, question, source, lead (what introduces the choices), choices.
 *
 * The text alone is the whole reply, so every line of it comes out in some piece. What the reply also holds as data
 * only says which lines are a title, a source or a choice; data that the text lacks is added.
 */
function piecesOf(reply, sourceLine) {
  const pieces = [];
  const add = (kind, text) => {
    if (trim(text)) pieces[pieces.length] = { kind, text: trim(text) };
  };
  let rest = reply.text;
  each(reply.answers, ({ question, text, source }) => {
    const at = text ? indexOf(rest, text) : -1;
    const before = at < 0 ? "" : trim(slice(rest, 0, at));
    if (at >= 0) rest = trim(slice(rest, at + text.length));
    add("text", question && endsWith(before, question) ? slice(before, 0, -question.length) : before);
    if (source || reply.answers.length > 1) add("question", question);
    add("text", text);
    if (!source) return;
    const line = slice(rest, 0, indexOf(`${rest}\n`, "\n"));
    const isSaid = includes(line, source);
    if (isSaid) rest = slice(rest, line.length);
    add("source", isSaid ? line : fill(sourceLine, "source", source));
  });
  addChoices(reply, rest, add, pieces);
  return pieces;
}

/** Add what follows the answers: the numbered lines of the choices become choices. */
function addChoices({ kind, suggestions }, rest, add, pieces) {
  let before = "";
  let after = "";
  let found = 0;
  each(split(rest, "\n"), (line) => {
    if (found < suggestions.length && line === `${found + 1}. ${suggestions[found].question}`) found += 1;
    else if (found) after += `${line}\n`;
    else before += `${line}\n`;
  });
  before = trim(before);
  const last = lastIndexOf(before, "\n\n");
  // A lead needs something before it: what stands alone is the message itself.
  const hasLead = found && kind !== "clarify" && (pieces.length || last > 0);
  const leadFrom = hasLead ? last + 1 : before.length;
  add("text", slice(before, 0, leadFrom));
  add("lead", slice(before, leadFrom));
  if (suggestions.length) pieces[pieces.length] = { kind: "choices", choices: suggestions };
  add("text", after);
}

// --- Elements ---------------------------------------------------------------------------------------------------

function withChildren(node, attributes, children) {
  each(keys(attributes), (name) => setAttribute(node, name, attributes[name]));
  each(children, (child) => append(node, typeof child === "string" ? createTextNode(document, child) : child));
  return node;
}

/** Make an element; what is no node among the children is text. */
const make = (tag, attributes, ...children) => withChildren(createElement(document, tag), attributes, children);

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M21 11.5a8.4 8.4 0 0 1-12.3 7.4L3 20.5l1.7-5.4A8.4 8.4 0 1 1 21 11.5Z",
  close: "M6 6l12 12M18 6 6 18",
  save: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  clear: "M4 4.5v5h5M4.6 9.5A8 8 0 1 1 4 13.5",
  send: "M5 12h14M13 6l6 6-6 6",
  go: "M9.5 6.5 15 12l-5.5 5.5",
  source: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3V4Zm0 13a3 3 0 0 1 3-3h11",
  call: "M6 3h4l1.5 5-2.5 2a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16.5 16.5 0 0 1 4 5a2 2 0 0 1 2-2Z",
  emergency: "M12 3 1.8 20.5h20.4L12 3Zm0 7v5m0 2.5v.2",
  crisis: "M12 20.5S3.5 15 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 6-8.5 11.5-8.5 11.5Z",
  urgent: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5v5.5m0 3v.2",
};

function icon(name) {
  const shape = withChildren(createElementNS(document, SVG, "path"), { d: ICONS[name] }, []);
  const attributes = { class: `icon ${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" };
  return withChildren(createElementNS(document, SVG, "svg"), attributes, [shape]);
}

function empty(node) {
  while (node.firstChild) removeChild(node, node.firstChild);
}

function setText(node, text) {
  empty(node);
  append(node, createTextNode(document, text));
}

/** Make paragraphs and lists of plain text: a blank line parts them, "- " begins an item. */
function prose(text) {
  const blocks = [];
  let open = "";
  each(split(text, "\n"), (line) => {
    const kind = startsWith(line, "- ") ? "ul" : trim(line) && "p";
    if (kind && kind !== open) blocks[blocks.length] = make(kind, kind === "p" ? { dir: "auto" } : {});
    else if (kind === "p") append(blocks[blocks.length - 1], createTextNode(document, "\n"));
    if (kind === "p") append(blocks[blocks.length - 1], createTextNode(document, line));
    if (kind === "ul") append(blocks[blocks.length - 1], make("li", { dir: "auto" }, slice(line, 2)));
    open = kind;
  });
  return blocks;
}

/** Make a button with an icon; its words are set with `setText` on its last child. */
const iconButton = (name, iconName, attributes) =>
  make("button", { type: "button", class: name, ...attributes }, icon(iconName), make("span", {}));

/** Make everything that is always there. */
function build() {
  const launcher = iconButton("launcher", "chat", {
    part: "launcher",
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
  });
  const title = make("h2", { id: "title", tabindex: "-1" });
  const subtitle = make("p", { class: "subtitle" });
  const save = iconButton("tool", "save", {});
  const clear = iconButton("tool", "clear", {});
  const close = iconButton("tool", "close", {});
  const names = make("div", { class: "names" }, title, subtitle);
  const header = make("div", { class: "header", part: "header" }, names, save, clear, close);
  const list = make("ol", { role: "list" });
  const scrolls = { class: "transcript", part: "transcript", role: "region", tabindex: "0" };
  const transcript = make("div", scrolls, list);
  const { footer, ...below } = buildFooter();
  const log = make("div", { class: "hidden", role: "log" });
  const dialog = { class: "panel", part: "panel", "aria-labelledby": "title" };
  const panel = make("dialog", dialog, header, transcript, footer, log);
  const region = make("section", {}, launcher, panel);
  return { region, launcher, panel, title, subtitle, save, clear, close, transcript, list, log, ...below };
}

function buildFooter() {
  const status = make("p", { class: "status", role: "status" });
  const caption = make("label", { for: "input" });
  const input = make("textarea", {
    id: "input",
    part: "input",
    rows: "1",
    dir: "auto",
    enterkeyhint: "send",
    autocomplete: "off",
    "aria-describedby": "left notice",
  });
  const send = iconButton("send", "send", { part: "send" });
  setAttribute(send, "type", "submit");
  const left = make("p", { class: "left", id: "left" });
  const form = make("form", {}, caption, make("div", { class: "ask" }, input, send), left);
  const notice = make("span", {});
  const emergency = make("strong", {});
  const note = make("p", { class: "notice", id: "notice" }, notice, " ", emergency, " ", make("slot", {}));
  const footer = make("div", { class: "footer" }, status, form, note);
  return { footer, status, form, caption, input, send, left, notice, emergency };
}

// --- Style ------------------------------------------------------------------------------------------------------

const NARROW = "(max-width: 480px)";

const DARK = `
  --accent: var(--infusion-chat-accent, #86d0cd); --on-accent: var(--infusion-chat-on-accent, #06282a);
  --surface: var(--infusion-chat-surface, #151c1e); --soft: var(--infusion-chat-soft, #202a2c);
  --text: var(--infusion-chat-text, #e9efef); --muted: var(--infusion-chat-muted, #a8b8b9);
  --line: var(--infusion-chat-line, #6f8486); --own: var(--infusion-chat-own, #214a4b);
  --emergency: #ff9d94; --emergency-soft: #3c1613; --crisis: #b9c0ff; --crisis-soft: #22274d;
  --urgent: #f5c462; --urgent-soft: #3a2b0a; --shadow: rgb(0 0 0 / 60%); color-scheme: dark !important;`;

// An alarm has neither a property nor a part: no page can make it quiet.
const STYLE = `
:host {
  all: initial !important; position: fixed !important; z-index: var(--infusion-chat-z-index, 2147483000) !important;
  inset-block-end: var(--infusion-chat-offset, 20px) !important;
  inset-inline-end: var(--infusion-chat-offset, 20px) !important;
  font-family: var(--infusion-chat-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif)
    !important;
  font-size: var(--infusion-chat-font-size, medium) !important; line-height: 1.5 !important;
  color-scheme: light !important;
  --accent: var(--infusion-chat-accent, #0b5c60); --on-accent: var(--infusion-chat-on-accent, #fff);
  --surface: var(--infusion-chat-surface, #fff); --soft: var(--infusion-chat-soft, #f1f5f5);
  --text: var(--infusion-chat-text, #17282a); --muted: var(--infusion-chat-muted, #4b5e60);
  --line: var(--infusion-chat-line, #778b8d); --own: var(--infusion-chat-own, #d8eceb);
  --radius: var(--infusion-chat-radius, 14px);
  --emergency: #a81c13; --emergency-soft: #fdeceb; --crisis: #3c4aa6; --crisis-soft: #eef0fe;
  --urgent: #7d5100; --urgent-soft: #fff4da; --shadow: rgb(13 42 44 / 28%);
}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([theme="dark"]) { ${DARK} }
:host([placement="start"]) {
  inset-inline: var(--infusion-chat-offset, 20px) auto !important;
}
:host([hidden]) { display: none !important; }

*, ::before, ::after { box-sizing: border-box; }
h2, h3, p, ul, ol { margin: 0; padding: 0; font: inherit; }
ol, ol > li, .choices { list-style: none; }
p { white-space: pre-line; overflow-wrap: anywhere; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; min-block-size: 44px; min-inline-size: 44px; touch-action: manipulation; }
button[aria-disabled="true"] { cursor: default; opacity: .65; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.icon { inline-size: 1.4em; block-size: 1.4em; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
:host(:dir(rtl)) :is(.send, .go) { scale: -1 1; }
.hidden, :is(.tool, .send) > span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }

.launcher { display: flex; align-items: center; gap: .6em; padding: .7em 1.25em .7em 1.05em; min-block-size: 52px;
  border: 2px solid transparent; border-radius: 26px; background: var(--accent); color: var(--on-accent);
  font-weight: 600; box-shadow: 0 4px 18px var(--shadow); }
.launcher:hover, .send:hover { filter: brightness(1.08); }
.launcher:focus-visible { outline-color: var(--on-accent); outline-offset: -6px; }
.launcher[aria-expanded="true"] { visibility: hidden; }

.panel { position: fixed; inset: auto; margin: 0; padding: 0; max-inline-size: none; max-block-size: none; overflow: hidden;
  inset-block-end: var(--infusion-chat-offset, 20px); inset-inline-end: var(--infusion-chat-offset, 20px);
  inline-size: min(var(--infusion-chat-width, 25em), 100vw - 40px);
  block-size: min(var(--infusion-chat-height, 42em), 100vh - 40px);
  border: 1px solid color-mix(in srgb, var(--line) 45%, transparent); border-radius: var(--radius);
  background: var(--surface); color: var(--text); box-shadow: 0 12px 48px var(--shadow); }
:host([placement="start"]) .panel { inset-inline: var(--infusion-chat-offset, 20px) auto; }
.panel[open] { display: flex; flex-direction: column; }
@media ${NARROW} {
  .panel, :host([placement="start"]) .panel { inset: 0; inline-size: 100%; block-size: 100vh; block-size: 100dvh; border: 0;
    border-radius: 0; }
}

.header { display: flex; align-items: center; gap: .1em; padding: .7em .6em .7em 1.15em;
  border-block-end: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.names { flex: 1; min-inline-size: 0; }
h2 { font-size: 1.1em; font-weight: 700; line-height: 1.3; overflow-wrap: anywhere; }
h2:focus-visible { outline-offset: 4px; border-radius: 2px; }
.subtitle { font-size: .85em; color: var(--muted); line-height: 1.35; }
.tool { display: grid; place-items: center; padding: 0; border: 1px solid transparent; border-radius: 10px; background: none;
  color: var(--muted); }
.tool:hover { background: var(--soft); color: var(--text); }
.tool[hidden] { display: none; }

.transcript { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1.1em 1.15em 1.4em; }
.transcript:focus-visible { outline-offset: -3px; }
@media (prefers-reduced-motion: no-preference) { .transcript { scroll-behavior: smooth; } }
.turn { display: flex; flex-direction: column; gap: .6em; }
.turn + .turn { margin-block-start: 1.1em; }
.you { align-items: flex-end; }
.bubble { max-inline-size: 88%; padding: .55em .95em; background: var(--own); border: 1px solid transparent;
  border-radius: var(--radius); border-end-end-radius: 4px; }
.mark { font-size: .85em; color: var(--muted); }
.card { padding: .9em 1.05em; background: var(--soft); border: 1px solid transparent; border-radius: var(--radius);
  border-start-start-radius: 4px; }
.card:empty { display: none; }
.card > * + * { margin-block-start: .65em; }
.card ul { padding-inline-start: 1.2em; }
.card ul li + li { margin-block-start: .3em; }
.question { font-weight: 700; line-height: 1.35; }
.card > * + .question { margin-block-start: 1.2em; }
.source { display: flex; gap: .5em; align-items: flex-start; font-size: .85em; color: var(--muted); }
.source .icon { inline-size: 1.3em; block-size: 1.3em; margin-block-start: .1em; stroke-width: 1.75; }
.lead { font-size: .9em; color: var(--muted); margin-block-start: .3em; }
.note { font-size: .9em; color: var(--muted); }
.choices { display: flex; flex-direction: column; gap: .45em; }
.choice { display: flex; align-items: center; justify-content: space-between; gap: .6em; inline-size: 100%;
  padding: .5em .7em .5em 1em; text-align: start; line-height: 1.35; background: var(--surface); color: var(--accent);
  border: 1px solid var(--line); border-radius: 12px; font-weight: 500; }
.choice:hover { background: var(--soft); border-color: var(--accent); }
.choice .icon { order: 1; inline-size: 1.1em; block-size: 1.1em; }

.alarm { border: 2px solid var(--tone); border-inline-start-width: 8px; background: var(--ground); }
.emergency { --tone: var(--emergency); --ground: var(--emergency-soft); }
.crisis { --tone: var(--crisis); --ground: var(--crisis-soft); }
.urgent { --tone: var(--urgent); --ground: var(--urgent-soft); }
.alarm > h3 { display: flex; align-items: center; gap: .5em; font-size: 1.15em; font-weight: 700; line-height: 1.3;
  color: var(--tone); }
.alarm > h3 .icon { inline-size: 1.5em; block-size: 1.5em; }
.alarm > h3 + p { font-size: 1.1em; font-weight: 600; }
.alarm .source { color: inherit; }
.actions { display: flex; flex-wrap: wrap; gap: .5em; }
.actions:empty { display: none; }
.action { display: inline-flex; align-items: center; gap: .5em; min-block-size: 48px; padding: .5em 1.1em; border-radius: 24px;
  border: 2px solid transparent; background: var(--tone); color: var(--ground); font-weight: 700; text-decoration: none; }
.action:focus-visible { outline-color: var(--tone); }
.action + .action { background: none; color: var(--tone); border-color: var(--tone); }

.failure { border: 1px solid var(--line); background: var(--surface); }
.failure strong, .footer strong { font-weight: 700; }
.retry { padding: .4em 1.1em; border: 1px solid var(--accent); border-radius: 22px; background: none; color: var(--accent);
  font-weight: 600; display: inline-flex; align-items: center; gap: .5em; }

.footer { padding: .7em 1.15em .85em; border-block-start: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.status { font-size: .9em; color: var(--muted); }
.status:not(:empty) { margin-block-end: .5em; }
label { display: block; font-size: .85em; font-weight: 600; margin-block-end: .25em; }
.ask { display: flex; align-items: flex-end; gap: .5em; }
textarea { flex: 1; min-inline-size: 0; min-block-size: 46px; max-block-size: 7.5em; field-sizing: content; resize: none;
  padding: .6em .8em; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
textarea:focus-visible { outline-offset: -1px; }
.send { display: grid; place-items: center; inline-size: 46px; block-size: 46px; padding: 0; border: 2px solid transparent;
  border-radius: 12px; background: var(--accent); color: var(--on-accent); }
.left { font-size: .85em; color: var(--muted); margin-block-start: .3em; }
.left:empty { display: none; }
.over { color: var(--emergency); font-weight: 600; }
.notice { font-size: .8em; line-height: 1.45; color: var(--muted); margin-block-start: .6em; }
.notice strong { color: var(--text); }
::slotted(*) { display: none !important; }
::slotted(a) { display: inline-block !important; padding-block: 4px !important; font: inherit !important;
  color: var(--accent) !important; text-decoration: underline !important; }

/* Little height, as with large zoom: the panel scrolls as a whole. */
@media (max-height: 460px) {
  .panel[open] { display: block; overflow-y: auto; }
  .transcript { overflow: visible; }
}
@media (forced-colors: active) {
  .launcher, .panel, .bubble, .card, .choice, .send, .tool, .action { border-color: ButtonBorder; }
  .alarm { border-color: Highlight; }
  .launcher:focus-visible { outline-color: Highlight; }
}
@media print { :host { display: none !important; } }
`;

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

// --- The element ------------------------------------------------------------------------------------------------

const TIMEOUT = 15_000;
// Later than a reply from nearby takes: a word that only flashes up is noise.
const SAY_WAITING_AFTER = 400;
// Before the service has said what it takes.
const LIMIT = 300;
// The share of the limit from which the characters left are counted.
const COUNT_FROM = 0.8;

class InfusionChat extends HTMLElement {
  static observedAttributes = ["open", "label", "emergency"];

  #strings = { ...STRINGS };
  #config = null;
  #isLoading = false;
  /** What the service wants back with the next question: ids only. */
  #context = {};
  /** What was said, {who, text}, for the copy that a person may save. */
  #said = [];
  /** The question under way, to be aborted; null while there is none. */
  #waiting = null;
  /** The failure shown: its card, and the person's turn if it was a question that failed. */
  #failed = null;
  #isOpen = false;
  #returnTo = null;
  #timer = 0;
  #screen = matchMedia(NARROW);
  #onScreen = () => this.#isOpen && this.#place();
  #ui;

  constructor() {
    super();
    const root = attachShadow(this, { mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    this.#ui = { root, ...build() };
    append(root, this.#ui.region);
    this.#listen();
    this.#label();
  }

  connectedCallback() {
    const words = findOne(this, 'script[type="application/json"]');
    if (words) this.strings = parse(words.textContent);
    listen(this.#screen, "change", this.#onScreen);
    if (this.#isOpen) this.#place();
  }

  disconnectedCallback() {
    unlisten(this.#screen, "change", this.#onScreen);
  }

  attributeChangedCallback(name, _, value) {
    if (name !== "open") this.#label();
    else if (value === null) this.close();
    else this.#show();
  }

  // --- For the page ---

  /** The widget's own words. Set any of them, in other words or in another language; the others stay. */
  get strings() {
    return { ...this.#strings };
  }

  set strings(words) {
    each(keys(STRINGS), (name) => {
      this.#strings[name] = textOf(words?.[name]) || this.#strings[name];
    });
    this.#label();
  }

  /** Open the panel and move the focus into it. */
  open() {
    this.#show();
    // On a small screen the keyboard would cover the greeting, so the title gets the focus there.
    focus(this.#screen.matches ? this.#ui.title : this.#ui.input);
  }

  /** Close the panel. The focus goes back to where it was before, unless it has left the panel. */
  close() {
    if (!this.#isOpen) return;
    const { root, panel, launcher } = this.#ui;
    const hadFocus = root.activeElement;
    this.#isOpen = false;
    removeAttribute(this, "open");
    setAttribute(launcher, "aria-expanded", "false");
    if (panel.open) closeDialog(panel);
    if (hadFocus) focus(this.#returnTo?.isConnected ? this.#returnTo : launcher);
    this.#tell("close");
  }

  /** Open the panel and ask. Returns whether the question was taken: it is not while another waits for its answer. */
  ask(text) {
    this.open();
    return this.#take(`${text}`);
  }

  /** Forget the conversation and begin anew. */
  clear() {
    const { list, log, input } = this.#ui;
    this.#waiting?.abort();
    this.#setWaiting(null);
    this.#context = {};
    this.#said = [];
    this.#failed = null;
    empty(list);
    empty(log);
    this.#offerTools();
    if (this.#config) this.#greet();
    if (!this.#isOpen) return;
    focus(input);
    if (!this.#config) this.#load();
  }

  // --- Open and closed ---

  #listen() {
    const { launcher, save, clear, close, form, input, panel } = this.#ui;
    listen(launcher, "click", () => this.open());
    listen(save, "click", () => this.#save());
    listen(clear, "click", () => this.clear());
    listen(close, "click", () => this.close());
    listen(form, "submit", (event) => this.#submit(event));
    listen(input, "input", () => this.#weigh());
    listen(input, "keydown", (event) => {
      // While a word is being composed, Enter belongs to the input method.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    listen(panel, "keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      preventDefault(event);
      this.close();
    });
    // A phone's back gesture closes the dialog without any key.
    listen(panel, "close", () => panel.open || this.close());
  }

  #show() {
    if (this.#isOpen) return;
    const before = document.activeElement;
    this.#returnTo = before === document.body || before === this ? null : before;
    this.#isOpen = true;
    setAttribute(this, "open", "");
    setAttribute(this.#ui.launcher, "aria-expanded", "true");
    if (this.isConnected) this.#place();
    this.#tell("open");
    if (!this.#config) this.#load();
  }

  /** Show the panel as the screen asks for: beside the page, or as a dialog in front of it that keeps the focus. */
  #place() {
    const { root, panel } = this.#ui;
    const focused = root.activeElement;
    if (panel.open) closeDialog(panel);
    if (this.#screen.matches) showModal(panel);
    else setAttribute(panel, "open", "");
    if (focused) focus(focused);
  }

  #label() {
    const { region, launcher, save, clear, close, send, ...ui } = this.#ui;
    const strings = this.#strings;
    const label = getAttribute(this, "label");
    setText(launcher.lastChild, label || strings.launcher);
    setAttribute(region, "aria-label", label || strings.launcher);
    setText(ui.title, this.#config?.name || label || strings.title);
    setText(ui.subtitle, strings.subtitle);
    setAttribute(ui.transcript, "aria-label", strings.conversation);
    setText(ui.caption, strings.label);
    setText(ui.notice, strings.notice);
    setText(ui.emergency, this.#emergency);
    each(
      [
        [save, strings.save],
        [clear, strings.clear],
        [close, strings.close],
        [send, strings.send],
      ],
      (pair) => {
        setText(pair[0].lastChild, pair[1]);
        setAttribute(pair[0], "title", pair[1]);
      },
    );
  }

  get #emergency() {
    return this.#config?.emergency || getAttribute(this, "emergency") || this.#strings.emergency;
  }

  get #limit() {
    return this.#config?.limit || LIMIT;
  }

  /** Tell the page that something happened; never what was typed. */
  #tell(name, detail = null) {
    dispatch(this, new CustomEvent(`infusion-chat:${name}`, { bubbles: true, detail }));
  }

  // --- Asking ---

  #submit(event) {
    preventDefault(event);
    const { input } = this.#ui;
    if (!this.#take(input.value)) return;
    input.value = "";
    this.#weigh();
  }

  #take(text) {
    const question = trim(text);
    const over = lengthOf(question) - this.#limit;
    if (this.#waiting) return false;
    if (!question || over > 0) {
      this.#say(question ? fill(this.#strings.over, "count", over) : this.#strings.empty);
      return false;
    }
    this.#giveUpFailed();
    this.#said[this.#said.length] = { who: this.#strings.you, text: question };
    this.#offerTools();
    const turn = this.#addTurn("you", this.#strings.you, [make("p", { class: "bubble", dir: "auto" }, question)]);
    this.#send(question, turn);
    return true;
  }

  async #send(text, turn) {
    const sent = new AbortController();
    this.#setWaiting(sent);
    this.#reveal(turn);
    if (!this.#config) this.#load();
    let outcome;
    try {
      outcome = readReply(await this.#request("v1/ask", { text, context: this.#context }, sent));
    } catch (error) {
      outcome = error instanceof Failure ? error : new Failure("failed");
    }
    if (this.#waiting !== sent) return; // the conversation was cleared in the meantime
    this.#setWaiting(null);
    if (outcome instanceof Failure) this.#showFailure(outcome, turn, () => this.#send(text, turn));
    else this.#showReply(outcome);
    this.#reveal(turn);
  }

  async #load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    let failure;
    try {
      this.#config = readConfig(await this.#request("v1/config", null, new AbortController()));
    } catch (error) {
      failure = error instanceof Failure ? error : new Failure("failed");
    }
    this.#isLoading = false;
    this.#label();
    each(findAll(this.#ui.list, ".actions"), (box) => this.#fillActions(box));
    if (this.#said.length) return; // a question has its own failure, and no need of a greeting
    if (failure) this.#showFailure(failure, null, () => this.#load());
    else this.#greet();
  }

  async #request(path, body, abort) {
    const src = getAttribute(this, "src") || "./";
    const base = new URL(endsWith(src, "/") ? src : `${src}/`, document.baseURI);
    const timer = setTimeout(() => abort.abort(), Number(getAttribute(this, "timeout")) || TIMEOUT);
    try {
      const response = await fetch(new URL(path, base).href, {
        method: body ? "POST" : "GET",
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body && toJson(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        signal: abort.signal,
      });
      const data = await response.json().catch(() => null);
      if (response.ok) return data;
      throw readProblem(response, data);
    } catch (error) {
      throw error instanceof Failure ? error : new Failure(abort.signal.aborted ? "timeout" : "offline");
    } finally {
      clearTimeout(timer);
    }
  }

  #setWaiting(sent) {
    const { region, input } = this.#ui;
    this.#waiting = sent;
    // What is disabled loses the focus, so it is only marked as such.
    input.readOnly = Boolean(sent);
    each(findAll(region, ".send, .choice, .retry"), (node) => setAttribute(node, "aria-disabled", `${Boolean(sent)}`));
    clearTimeout(this.#timer);
    this.#timer = sent ? setTimeout(() => this.#say(this.#strings.waiting), SAY_WAITING_AFTER) : 0;
    this.#weigh();
  }

  /** Count what is typed, and say so gently when it looks like something personal. */
  #weigh() {
    const { input, left } = this.#ui;
    const count = lengthOf(trim(input.value));
    const over = count - this.#limit;
    const counted = over > 0 ? fill(this.#strings.over, "count", over) : fill(this.#strings.left, "count", -over);
    setText(left, count >= this.#limit * COUNT_FROM ? counted : "");
    setAttribute(left, "class", over > 0 ? "left over" : "left");
    setAttribute(input, "aria-invalid", `${over > 0}`);
    this.#say(exec(PERSONAL, input.value) ? this.#strings.personal : "");
  }

  #say(text) {
    const { status } = this.#ui;
    if (status.textContent !== text) setText(status, text);
  }

  // --- The conversation ---

  #addTurn(name, who, nodes) {
    const attributes = { class: `turn ${name}`, part: "message" };
    const turn = withChildren(make("li", attributes, make("span", { class: "hidden" }, `${who}:`)), {}, nodes);
    append(this.#ui.list, turn);
    return turn;
  }

  #greet() {
    const { greeting, starters, name } = this.#config;
    const text = greeting || this.#strings.greeting;
    const nodes = [withChildren(make("div", { class: "card" }), {}, prose(text))];
    if (starters.length) {
      nodes[1] = make("p", { class: "lead" }, this.#strings.starters);
      nodes[2] = this.#choices(starters);
    }
    this.#addTurn("bot", name || this.#strings.title, nodes);
    this.#announce(text);
  }

  #showReply(reply) {
    const { alarm, reminders } = this.#context;
    const name = this.#config?.name || this.#strings.title;
    const level = isAlarm(reply.safety) ? reply.safety : "";
    this.#context = reply.context;
    this.#said[this.#said.length] = { who: name, text: reply.text };
    const nodes = this.#replyNodes(reply, level);
    const isReminder = !level && reminders > 0 && isAlarm(alarm);
    this.#addTurn("bot", name, isReminder ? this.#reminded(nodes, alarm) : nodes);
    this.#announce(reply.text);
    const intents = map(reply.answers, ({ intent }) => intent);
    this.#tell("answer", { kind: reply.kind, intents, safety: reply.safety });
  }

  /** Make the nodes of a reply: its card, then what may be asked next. */
  #replyNodes(reply, level) {
    const card = make("div", { class: level ? `card alarm ${level}` : "card" });
    const nodes = [card];
    let actions = level && this.#actions(level);
    if (level) append(card, make("h3", {}, icon(level), this.#strings[`alarm_${level}`]));
    const addText = (text) =>
      each(prose(text), (block) => {
        append(card, block);
        // Straight after the first line, which says what to do.
        if (actions) append(card, actions);
        actions = null;
      });
    each(piecesOf(reply, this.#strings.source), ({ kind, text, choices }) => {
      if (kind === "choices") nodes[nodes.length] = this.#choices(choices);
      else if (kind === "lead") nodes[nodes.length] = make("p", { class: "lead" }, text);
      else if (kind === "question") append(card, make("h3", { class: "question" }, text));
      else if (kind === "source") append(card, make("p", { class: "source" }, icon("source"), make("span", {}, text)));
      else if (nodes.length > 1) nodes[nodes.length] = make("p", { class: "note", dir: "auto" }, text);
      else addText(text);
    });
    return nodes;
  }

  /** Put a card before the nodes of a reply whose first lines repeat an alarm: it keeps its look and its links. */
  #reminded(nodes, level) {
    const card = make("div", { class: `card alarm ${level}` });
    const first = nodes[0].firstChild;
    if (first?.localName === "p") append(card, first);
    append(card, this.#actions(level));
    const shown = [card];
    each(nodes, (node) => {
      shown[shown.length] = node;
    });
    return shown;
  }

  #choices(questions) {
    const list = make("ul", { class: "choices", role: "list" });
    each(questions, ({ question }) => {
      const choice = make("button", { type: "button", class: "choice", part: "choice" }, icon("go"), question);
      listen(choice, "click", () => {
        // The next reply comes where the choices stood; the input stays.
        focus(this.#ui.input);
        this.#take(question);
      });
      append(list, make("li", {}, choice));
    });
    return list;
  }

  #actions(level) {
    const box = make("div", { class: "actions", "data-level": level });
    this.#fillActions(box);
    return box;
  }

  /** Put the links of a level into a box, unless they are there; before the service has named them there are none. */
  #fillActions(box) {
    if (box.firstChild) return;
    each(listOf(this.#config?.actions?.[getAttribute(box, "data-level")]), (action) => {
      const label = textOf(action?.label);
      const href = textOf(action?.href);
      if (label && exec(SAFE_LINK, href)) append(box, make("a", { class: "action", href }, icon("call"), label));
    });
  }

  /** Have the newest reply read out: a hidden log with nothing else in it, since some readers repeat a whole log. */
  #announce(text) {
    const { log } = this.#ui;
    empty(log);
    append(log, make("p", {}, text));
  }

  #showFailure(failure, question, retry) {
    const { reason, seconds, detail, status, note } = failure;
    const strings = this.#strings;
    const button = make("button", { type: "button", class: "retry" }, icon("clear"), strings.retry);
    const what = detail || fill(strings[reason], "seconds", `${seconds}`);
    const card = make("div", { class: "card failure", role: "alert" }, make("p", {}, what));
    append(card, make("p", {}, make("strong", {}, note || this.#emergency)));
    append(card, button);
    const turn = this.#addTurn("bot", this.#config?.name || strings.title, [card]);
    this.#failed = { turn, question };
    listen(button, "click", () => {
      if (this.#waiting) return;
      focus(this.#ui.input);
      this.#failed = null;
      removeChild(this.#ui.list, turn);
      retry();
    });
    this.#tell("error", { reason, status });
  }

  /** Take the failure away, since something else is asked; the question that it left keeps a mark. */
  #giveUpFailed() {
    if (!this.#failed) return;
    const { turn, question } = this.#failed;
    this.#failed = null;
    removeChild(this.#ui.list, turn);
    if (question) append(question, make("p", { class: "mark" }, this.#strings.unanswered));
  }

  /** Scroll to a turn, so that a long reply begins at the top with its question. */
  #reveal(turn) {
    const { transcript, panel } = this.#ui;
    const scroller = transcript.scrollHeight > transcript.clientHeight ? transcript : panel;
    scroller.scrollTop += turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
  }

  /** Offer to save or to start over once something was said. */
  #offerTools() {
    const { save, clear } = this.#ui;
    save.hidden = clear.hidden = !this.#said.length;
  }

  /** Hand the conversation to the person as a file, made here. */
  #save() {
    const strings = this.#strings;
    let text = `${new Date().toLocaleString()}\n${strings.notice}\n${this.#emergency}\n`;
    each(this.#said, (turn) => {
      text += `\n${turn.who}:\n${turn.text}\n`;
    });
    const href = createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    click(make("a", { href, download: strings.file }));
    setTimeout(() => revokeObjectURL(href), 10_000);
  }
}

customElements.define("infusion-chat", InfusionChat);
