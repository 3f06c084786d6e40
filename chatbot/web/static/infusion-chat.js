/**
 * <infusion-chat>: a help widget that asks an infusion-chatbot service. One file, no dependency, no build.
 *
 * How to use it stands in the README, under "On a web page". It asks nothing but the service, and that only once it is
 * opened; it stores nothing. What is typed goes to the service alone: not into events, attributes or addresses. Text is
 * never set as HTML, and the style is a constructed sheet, so the strictest content security policy is fine with it.
 */

// --- What a page may replace, as it is when this module is loaded -------------------------------------------------

const { apply } = Reflect;
const { keys, setPrototypeOf } = Object;
const { isArray } = Array;
const { parse, stringify } = JSON;
const { AbortController, Blob, CustomEvent, Date, URL, clearTimeout, document, matchMedia, setTimeout } = globalThis;
const { createObjectURL, revokeObjectURL } = URL;
const fetch = globalThis.fetch.bind(globalThis);

/** The methods of a type as functions that take the object first, and stay as they are. */
const methodsOf = ({ prototype }) =>
  new Proxy(prototype, {
    get(_, name) {
      const method = prototype[name];
      return (self, ...rest) => apply(method, self, rest);
    },
  });

const { createElement, createElementNS } = methodsOf(Document);
const { appendChild } = methodsOf(Node);
const { after, attachShadow, getAttribute, getBoundingClientRect, prepend, querySelectorAll } = methodsOf(Element);
const { remove, removeAttribute, replaceChildren, setAttribute } = methodsOf(Element);
const { append } = Element.prototype;
const { click, focus } = methodsOf(HTMLElement);
const { close: closeDialog, showModal } = methodsOf(HTMLDialogElement);
const { addEventListener: listen, dispatchEvent, removeEventListener: unlisten } = methodsOf(EventTarget);
const { preventDefault } = methodsOf(Event);
const { charCodeAt, endsWith, indexOf, lastIndexOf, replace, slice, split, trim } = methodsOf(String);
const { exec } = methodsOf(RegExp);

/** Visit each item; return what the visits return. Spread, `for ... of` and `map` ask prototypes, this does not. */
function each(list, visit) {
  const returned = [];
  for (let place = 0; place < list.length; place += 1) returned[place] = visit(list[place], place);
  return returned;
}

function push(list, item) {
  list[list.length] = item;
}

/** Takes the prototypes off what is parsed: no `toJSON` that an old library hangs on every list has a say in it. */
const bare = (_, value) => (typeof value === "object" && value ? setPrototypeOf(value, null) : value);

const NO_CONTEXT = bare("", {});

// --- Words --------------------------------------------------------------------------------------------------------

const STRINGS = {
  launcher: "Ask a question",
  title: "Questions and answers",
  subtitle: "Automatic answers",
  greeting: "Ask a question in your own words.",
  starters: "People often ask:",
  you: "You",
  conversation: "Conversation",
  label: "Your question",
  send: "Send",
  save: "Save a copy",
  clear: "Start over",
  close: "Close",
  notice: "Automatic answers from one article, not medical advice. Nothing you type is saved.",
  emergency: "In an emergency, call your local emergency number.",
  waiting: "Looking for an answer …",
  alarm_emergency: "This may be an emergency",
  alarm_crisis: "Please talk to someone now",
  alarm_urgent: "Get help with this now",
  left: "Characters left: {count}",
  over: "Characters too many: {count}",
  empty: "Please type a question first.",
  personal: "This looks like a phone number, an e-mail address or an ID number. Better leave it out.",
  offline: "I cannot reach the answers. You may be offline.",
  timeout: "The answer took too long.",
  busy: "Too many questions came in at once. Please wait {seconds} s, then try again.",
  failed: "Something went wrong on our side.",
  retry: "Try again",
  unanswered: "Not answered",
  file: "questions-and-answers.txt",
};

const fill = (template, name, value) => replace(template, `{${name}}`, () => value);

/** Count characters as the service does: a pair of surrogates is one. */
function lengthOf(text) {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) count += (charCodeAt(text, place) & 0xfc00) !== 0xdc00;
  return count;
}

// An e-mail address, or seven digits and more with nothing but the signs of telephone numbers between them.
const PERSONAL = /[^\s@]+@[^\s@]+\.[^\s@]{2,}|\d(?:[\s().\/+-]*\d){6,}/;

// --- What comes from the service, checked before it is used --------------------------------------------------------

const SAFE_LINK = /^(?:tel:|sms:|https:\/\/)/i;
const isAlarm = (level) => level === "emergency" || level === "crisis" || level === "urgent";
const textOf = (value) => (typeof value === "string" ? value : "");
const listOf = (value) => (isArray(value) ? value : []);

/** Read why there is no answer; `reason` is the name of the string that says so. The rest is for developers. */
function readProblem({ status, headers }, data) {
  const seconds = exec(/^\d+$/, headers.get("Retry-After") ?? "")?.[0] ?? "10";
  return { reason: status === 429 ? "busy" : "failed", status, seconds, note: textOf(data?.safety_note) };
}

const readQuestions = (list) => each(listOf(list), (item) => textOf(item?.question));

function readReply(data) {
  return textOf(data?.text) && {
    kind: textOf(data.kind),
    text: data.text,
    answers: each(listOf(data.answers), (answer) => ({
      intent: textOf(answer?.intent),
      question: textOf(answer?.question),
      text: textOf(answer?.text),
      source: textOf(answer?.source),
    })),
    choices: readQuestions(data.suggestions),
    safety: isAlarm(data.safety) ? data.safety : "none",
    context: typeof data.context === "object" && data.context ? data.context : NO_CONTEXT,
  };
}

function readConfig(data) {
  return data && {
    name: textOf(data.name),
    greeting: textOf(data.greeting),
    starters: readQuestions(data.starters),
    limit: data.max_length > 0 ? data.max_length : 0,
    actions: data.actions,
    emergency: textOf(data.emergency),
  };
}

/**
 * Cut a reply into pieces {kind, text}: text, question, source, note (what introduces the choices), choices.
 *
 * The text is the whole reply, so every line of it is in a piece, in its order. The data beside it only tells which
 * lines are an answer, a title, a source or a choice.
 */
function piecesOf({ kind, text: whole, answers, choices, safety }) {
  const pieces = [];
  const add = (name, text) => trim(text) && push(pieces, { kind: name, text: trim(text) });
  let rest = whole;
  each(answers, ({ question, text, source }) => {
    const at = indexOf(rest, text);
    if (at < 0) return;
    const said = trim(slice(rest, 0, at));
    add("text", endsWith(said, question) ? slice(said, 0, said.length - question.length) : said);
    if (answers.length > 1 || (source && safety === "none")) add("question", question);
    add("text", text);
    rest = trim(slice(rest, at + text.length));
    const line = slice(rest, 0, indexOf(`${rest}\n`, "\n"));
    const isSource = source && indexOf(line, source) >= 0;
    add("source", isSource ? line : source);
    if (isSource) rest = slice(rest, line.length);
  });
  let lead = "";
  let tail = "";
  let found = 0;
  each(split(rest, "\n"), (line) => {
    if (found < choices.length && line === `${found + 1}. ${choices[found]}`) found += 1;
    else if (found) tail += `${line}\n`;
    else lead += `${line}\n`;
  });
  lead = trim(lead);
  // The last paragraph before the choices introduces them, unless it is the message itself.
  const last = lastIndexOf(lead, "\n\n");
  const noteFrom = found && kind !== "clarify" && (pieces.length || last > 0) ? last + 1 : lead.length;
  add("text", slice(lead, 0, noteFrom));
  add("note", slice(lead, noteFrom));
  if (choices.length) push(pieces, { kind: "choices" });
  add(choices.length ? "note" : "text", tail);
  return pieces;
}

// --- Elements -----------------------------------------------------------------------------------------------------

function put(node, attributes, children) {
  each(keys(attributes), (name) => setAttribute(node, name, attributes[name]));
  apply(append, node, children);
  return node;
}

/** Make an element; what is no node among the children becomes text. */
const make = (tag, attributes, ...children) => put(createElement(document, tag), attributes, children);

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M4 4h16v12H9.5L5 20v-4H4Z",
  close: "M6 6l12 12M18 6 6 18",
  save: "M12 4v11M7 10l5 5 5-5M5 20h14",
  clear: "M4 5v5h5M5 10a8 8 0 1 1-1 4",
  send: "M5 12h14M13 6l6 6-6 6",
  go: "M9 6l6 6-6 6",
  source: "M6 4h12v16H6ZM10 9h4M10 13h4",
  call: "M5 4h4l2 5-2 2a11 11 0 0 0 4 4l2-2 5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1Z",
  emergency: "M12 3 2 20h20L12 3Zm0 6v5m0 3v.1",
  crisis: "M12 20C5 15 3 12 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3-2 6-9 11Z",
  urgent: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v6m0 3v.1",
};

function icon(name) {
  const path = put(createElementNS(document, SVG, "path"), { d: ICONS[name] }, []);
  const attributes = { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" };
  return put(createElementNS(document, SVG, "svg"), attributes, [path]);
}

/** Make a button of an icon and of words, which are set on its last child. */
const iconButton = (name, image, attributes) =>
  put(make("button", { type: "button", class: name }), attributes, [icon(image), make("span", {})]);

/** Make paragraphs and lists of plain text: an empty line parts them, "- " begins an item. */
function prose(text) {
  const blocks = [];
  let last = "";
  each(split(text, "\n"), (line) => {
    const kind = slice(line, 0, 2) === "- " ? "ul" : trim(line) && "p";
    if (kind && kind !== last) push(blocks, make(kind, { dir: "auto" }));
    const block = blocks[blocks.length - 1];
    if (kind === "ul") appendChild(block, make("li", { dir: "auto" }, slice(line, 2)));
    else if (kind) put(block, {}, kind === last ? ["\n", line] : [line]);
    last = kind;
  });
  return blocks;
}

/** Make everything that is always there. */
function build() {
  const opens = { part: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false" };
  const launcher = iconButton("launcher", "chat", opens);
  const title = make("h2", { id: "title", tabindex: "-1" });
  const subtitle = make("p", { class: "small" });
  const save = iconButton("tool", "save", {});
  const clear = iconButton("tool", "clear", {});
  const close = iconButton("tool", "close", {});
  const names = make("div", { class: "names" }, title, subtitle);
  const header = make("div", { class: "header", part: "header" }, names, save, clear, close);
  const list = make("ol", { role: "list" });
  const scroller = { class: "transcript", part: "transcript", role: "region", tabindex: "0" };
  const transcript = make("div", scroller, list);
  const { footer, ...asking } = buildFooter();
  const log = make("div", { class: "hidden", role: "log" });
  const dialog = { class: "panel", part: "panel", "aria-labelledby": "title" };
  const panel = make("dialog", dialog, header, transcript, footer, log);
  const region = make("section", {}, launcher, panel);
  return { region, launcher, panel, title, subtitle, save, clear, close, transcript, list, log, ...asking };
}

function buildFooter() {
  const status = make("p", { class: "small", role: "status" });
  const label = make("label", { for: "input" });
  const input = make("textarea", {
    id: "input",
    part: "input",
    rows: "1",
    dir: "auto",
    enterkeyhint: "send",
    autocomplete: "off",
    "aria-describedby": "left notice",
  });
  const send = iconButton("send", "send", { part: "send", type: "submit" });
  const left = make("p", { id: "left" });
  const form = make("form", {}, label, make("div", { class: "ask" }, input, send), left);
  const notice = make("span", {});
  const emergency = make("strong", { dir: "auto" });
  const about = make("p", { class: "notice", id: "notice" }, notice, " ", emergency, " ", make("slot", {}));
  const footer = make("div", { class: "footer" }, status, form, about);
  return { footer, status, form, label, input, send, left, notice, emergency };
}

// --- Style --------------------------------------------------------------------------------------------------------

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
  inset-block-end: var(--offset) !important; inset-inline-end: var(--offset) !important;
  font-family: var(--infusion-chat-font, system-ui, "Segoe UI", Roboto, sans-serif) !important;
  font-size: var(--infusion-chat-font-size, medium) !important; line-height: 1.5 !important;
  color-scheme: light !important;
  --accent: var(--infusion-chat-accent, #0b5c60); --on-accent: var(--infusion-chat-on-accent, #fff);
  --surface: var(--infusion-chat-surface, #fff); --soft: var(--infusion-chat-soft, #f1f5f5);
  --text: var(--infusion-chat-text, #17282a); --muted: var(--infusion-chat-muted, #4b5e60);
  --line: var(--infusion-chat-line, #778b8d); --own: var(--infusion-chat-own, #d8eceb);
  --radius: var(--infusion-chat-radius, 14px); --offset: var(--infusion-chat-offset, 20px);
  --emergency: #a81c13; --emergency-soft: #fdeceb; --crisis: #3c4aa6; --crisis-soft: #eef0fe;
  --urgent: #7d5100; --urgent-soft: #fff4da; --shadow: rgb(13 42 44 / 28%);
  --thin: 1px solid color-mix(in srgb, var(--line) 40%, transparent);
}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([theme="dark"]) { ${DARK} }
:host([hidden]) { display: none !important; }

* { box-sizing: border-box; margin: 0; padding: 0; }
h2, h3 { font: inherit; font-weight: 700; line-height: 1.35; overflow-wrap: anywhere; }
p { white-space: pre-line; overflow-wrap: anywhere; }
ol, .choices { list-style: none; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; min-block-size: 44px; min-inline-size: 44px; border: 0; background: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.icon { flex: none; inline-size: 1.4em; block-size: 1.4em; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
:host(:dir(rtl)) :is(.icon-send, .icon-go) { scale: -1 1; }
.hidden, :is(.tool, .send) > span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.small { font-size: .875em; color: var(--muted); }

.launcher, .send { background: var(--accent); color: var(--on-accent); }
.launcher { display: flex; align-items: center; gap: .6em; padding: .7em 1.25em; min-block-size: 52px;
  border-radius: 26px; font-weight: 600; box-shadow: 0 4px 18px var(--shadow); }
.launcher:focus-visible { outline-color: var(--on-accent); outline-offset: -6px; }
.launcher[aria-expanded="true"] { visibility: hidden; }

.panel { position: fixed; inset: auto; inset-block-end: var(--offset); inset-inline-end: var(--offset);
  inline-size: min(var(--infusion-chat-width, 25em), 100vw - 2 * var(--offset)); max-inline-size: none;
  block-size: min(var(--infusion-chat-height, 44em), 100vh - 2 * var(--offset)); max-block-size: none;
  border: var(--thin); border-radius: var(--radius); background: var(--surface); color: var(--text);
  box-shadow: 0 12px 48px var(--shadow); overflow: hidden; }
.panel[open] { display: flex; flex-direction: column; }
@media ${NARROW} {
  .panel { inset: 0; inline-size: 100%; block-size: 100dvh; border: 0; border-radius: 0; }
}

.header { display: flex; align-items: center; padding: .6em .6em .6em 1.15em; border-block-end: var(--thin); }
.names { flex: 1; min-inline-size: 0; }
h2 { font-size: 1.1em; }
.tool, .send { display: grid; place-items: center; }
.tool { border-radius: 10px; color: var(--muted); }
.tool[hidden] { display: none; }
.tool:hover, .choice:hover { background: var(--soft); color: var(--text); }

.transcript { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1.1em 1.15em 1.4em; }
:is(.transcript, textarea):focus-visible { outline-offset: -2px; }
@media (prefers-reduced-motion: no-preference) { .transcript { scroll-behavior: smooth; } }
.turn, .choices { display: flex; flex-direction: column; gap: .55em; }
.turn + .turn { margin-block-start: 1.1em; }
.you { align-items: flex-end; }
.bubble { max-inline-size: 88%; padding: .55em .95em; background: var(--own);
  border-radius: var(--radius); border-end-end-radius: 4px; }
.card { padding: .9em 1.05em; background: var(--soft); border-radius: var(--radius);
  border-start-start-radius: 4px; }
.card:empty, .actions:empty { display: none; }
.card > * + * { margin-block-start: .65em; }
.card ul { padding-inline-start: 1.2em; list-style: disc; }
.card li + li { margin-block-start: .3em; }
.card > * + .question { margin-block-start: 1.3em; }
.source { display: flex; gap: .5em; }
.choice { display: flex; align-items: center; justify-content: space-between; gap: .6em; inline-size: 100%;
  padding: .5em .7em .5em 1em; text-align: start; line-height: 1.35; background: var(--surface); color: var(--accent);
  border: 1px solid var(--line); border-radius: 12px; font-weight: 500; }
.choice .icon { order: 1; inline-size: 1.1em; block-size: 1.1em; }

.alarm { border: 2px solid var(--tone); border-inline-start-width: 8px; background: var(--ground); }
.emergency { --tone: var(--emergency); --ground: var(--emergency-soft); }
.crisis { --tone: var(--crisis); --ground: var(--crisis-soft); }
.urgent { --tone: var(--urgent); --ground: var(--urgent-soft); }
.alarm > h3 { display: flex; align-items: center; gap: .5em; font-size: 1.15em; color: var(--tone); }
.alarm > p:has(+ .actions) { font-size: 1.1em; font-weight: 600; }
.alarm .source { color: inherit; }
.actions { display: flex; flex-wrap: wrap; gap: .5em; }
.action { display: inline-flex; align-items: center; gap: .5em; min-block-size: 48px; padding: .5em 1.1em;
  border: 2px solid var(--tone); border-radius: 24px; color: var(--tone); font-weight: 700; text-decoration: none; }
.action:first-child { background: var(--tone); color: var(--ground); }
.action:focus-visible { outline-color: var(--tone); }
.failure { border: 1px solid var(--line); background: none; }
.retry { padding: .4em 1.1em; border: 1px solid; border-radius: 22px; color: var(--accent); font-weight: 600; }

.footer { padding: .7em 1.15em .9em; border-block-start: var(--thin); }
.footer > .small:not(:empty) { margin-block-end: .5em; }
label { display: block; font-size: .875em; font-weight: 600; margin-block-end: .25em; }
.ask { display: flex; align-items: flex-end; gap: .5em; }
textarea { flex: 1; min-inline-size: 0; min-block-size: 46px; max-block-size: 7.5em; padding: .6em .8em; resize: none;
  field-sizing: content; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.send { min-block-size: 46px; min-inline-size: 46px; border-radius: 12px; }
.over { color: var(--emergency); font-weight: 600; }
.notice { font-size: .8em; white-space: normal; line-height: 1.45; color: var(--muted); margin-block-start: .6em; }
.notice strong { color: var(--text); }
::slotted(*) { display: none !important; }
::slotted(a) { all: initial !important; display: inline-block !important; padding-block: 4px !important;
  font: inherit !important; color: var(--accent) !important; text-decoration: underline !important;
  cursor: pointer !important; }
::slotted(a:focus-visible) { outline: 3px solid !important; }

/* Little height, as with large zoom: the panel scrolls as a whole. */
@media (max-height: 460px) {
  .panel[open] { display: block; overflow-y: auto; }
  .transcript { overflow: visible; }
}
@media (forced-colors: active) {
  button, .panel, .bubble, .card:not(.alarm) { border: 1px solid ButtonBorder; }
}
`;

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

// --- The element --------------------------------------------------------------------------------------------------

const TIMEOUT = 15_000;
// Later than a reply from nearby takes: words that only flash up are noise.
const SAY_WAITING_AFTER = 400;
// Until the service has said its own.
const LIMIT = 300;
// From this share of the limit on, the characters left are counted.
const COUNT_FROM = 0.8;

class InfusionChat extends HTMLElement {
  static observedAttributes = ["open", "label", "emergency"];

  #strings = { ...STRINGS };
  #config = null;
  #isLoading = false;
  /** What the service wants back with the next question: ids only. */
  #context = NO_CONTEXT;
  /** What was said, for the copy that a person may save. */
  #said = "";
  /** Aborts the question under way; null while there is none. */
  #waiting = null;
  /** The failure shown: its turn, and the turn of the question that failed. */
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
    appendChild(root, this.#ui.region);
    this.#listen();
    this.#label();
    this.#offerTools();
  }

  connectedCallback() {
    const words = querySelectorAll(this, 'script[type="application/json"]')[0];
    if (words) this.strings = parse(words.textContent);
    listen(this.#screen, "change", this.#onScreen);
    this.#onScreen();
  }

  disconnectedCallback() {
    unlisten(this.#screen, "change", this.#onScreen);
  }

  attributeChangedCallback(name, _, value) {
    if (name !== "open") this.#label();
    else if (value === null) this.close();
    else this.#show();
  }

  // For the page

  /** The widget's own words. Set some of them, in other words or in another language; the others stay. */
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
    this.#context = NO_CONTEXT;
    this.#said = "";
    this.#failed = null;
    replaceChildren(list);
    replaceChildren(log);
    this.#offerTools();
    if (this.#isOpen) focus(input);
    if (this.#config) this.#greet();
    else if (this.#isOpen) this.#load();
  }

  // Open and closed

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

  /** Show the panel as the screen asks for: beside the page, or before it as a dialog that keeps the focus. */
  #place() {
    const { root, panel } = this.#ui;
    const focused = root.activeElement;
    if (panel.open) closeDialog(panel);
    if (this.#screen.matches) showModal(panel);
    else setAttribute(panel, "open", "");
    if (focused) focus(focused);
  }

  #label() {
    const ui = this.#ui;
    const strings = this.#strings;
    const label = getAttribute(this, "label") || strings.launcher;
    replaceChildren(ui.launcher.lastChild, label);
    setAttribute(ui.region, "aria-label", label);
    setAttribute(ui.transcript, "aria-label", strings.conversation);
    replaceChildren(ui.title, this.#name);
    replaceChildren(ui.emergency, this.#emergency);
    each(["subtitle", "label", "notice"], (name) => replaceChildren(ui[name], strings[name]));
    each(["save", "clear", "close", "send"], (name) => {
      replaceChildren(ui[name].lastChild, strings[name]);
      setAttribute(ui[name], "title", strings[name]);
    });
  }

  get #name() {
    return this.#config?.name || this.#strings.title;
  }

  get #emergency() {
    return this.#config?.emergency || getAttribute(this, "emergency") || this.#strings.emergency;
  }

  get #limit() {
    return this.#config?.limit || LIMIT;
  }

  /** Tell the page what happened; never what was typed. */
  #tell(name, detail) {
    dispatchEvent(this, new CustomEvent(`infusion-chat:${name}`, { bubbles: true, detail }));
  }

  // Asking

  #submit(event) {
    const { input } = this.#ui;
    preventDefault(event);
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
    this.#said += `\n${this.#strings.you}:\n${question}\n`;
    this.#offerTools();
    const bubble = make("p", { class: "bubble", dir: "auto" }, question);
    this.#send(question, this.#addTurn("you", this.#strings.you, [bubble]));
    return true;
  }

  async #send(text, turn) {
    const sent = new AbortController();
    this.#setWaiting(sent);
    this.#reveal(turn);
    if (!this.#config) this.#load();
    const outcome = await this.#request("v1/ask", readReply, sent, { __proto__: null, text, context: this.#context });
    if (this.#waiting !== sent) return; // cleared in the meantime
    this.#setWaiting(null);
    if (outcome.reason) this.#showFailure(outcome, turn, () => this.#send(text, turn));
    else this.#showReply(outcome);
    this.#reveal(turn);
  }

  async #load() {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const outcome = await this.#request("v1/config", readConfig, new AbortController());
    this.#isLoading = false;
    this.#config = outcome.reason ? null : outcome;
    this.#label();
    each(querySelectorAll(this.#ui.list, ".actions"), (box) => this.#fillActions(box));
    if (this.#said) return; // what was asked has a failure of its own, and no need of a greeting
    if (this.#config) this.#greet();
    else this.#showFailure(outcome, null, () => this.#load());
  }

  /** Return what the service replies, as `read` reads it; what has a `reason` is a failure. */
  async #request(path, read, abort, body) {
    const timer = setTimeout(() => abort.abort(), getAttribute(this, "timeout") || TIMEOUT);
    try {
      const src = getAttribute(this, "src") || ".";
      const url = new URL(path, new URL(endsWith(src, "/") ? src : `${src}/`, document.baseURI));
      const response = await fetch(url.href, {
        method: body ? "POST" : "GET",
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body && stringify(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: abort.signal,
      });
      const data = await response.text().then((text) => parse(text, bare)).catch(() => null);
      return (response.ok && read(data)) || readProblem(response, data);
    } catch {
      return { reason: abort.signal.aborted ? "timeout" : "offline" };
    } finally {
      clearTimeout(timer);
    }
  }

  #setWaiting(sent) {
    const { region, input } = this.#ui;
    const isWaiting = Boolean(sent);
    this.#waiting = sent;
    // Marked only: what is disabled would lose the focus.
    input.readOnly = isWaiting;
    each(querySelectorAll(region, ".send, .choice"), (button) => setAttribute(button, "aria-disabled", `${isWaiting}`));
    clearTimeout(this.#timer);
    if (isWaiting) this.#timer = setTimeout(() => this.#say(this.#strings.waiting), SAY_WAITING_AFTER);
    this.#weigh();
  }

  /** Count what is typed, and say so when it looks like something personal. */
  #weigh() {
    const { input, left } = this.#ui;
    const count = lengthOf(trim(input.value));
    const over = count - this.#limit;
    const counted = over > 0 ? fill(this.#strings.over, "count", over) : fill(this.#strings.left, "count", -over);
    replaceChildren(left, count >= this.#limit * COUNT_FROM ? counted : "");
    setAttribute(left, "class", over > 0 ? "small over" : "small");
    setAttribute(input, "aria-invalid", `${over > 0}`);
    this.#say(exec(PERSONAL, input.value) ? this.#strings.personal : "");
  }

  #say(text) {
    const { status } = this.#ui;
    // Said again, it would be read out again at every key.
    if (status.textContent !== text) replaceChildren(status, text);
  }

  // The conversation

  #addTurn(side, who, nodes) {
    const turn = make("li", { class: `turn ${side}`, part: "message" }, make("span", { class: "hidden" }, `${who}:`));
    appendChild(this.#ui.list, put(turn, {}, nodes));
    return turn;
  }

  #greet() {
    const { greeting, starters } = this.#config;
    const text = greeting || this.#strings.greeting;
    const nodes = [put(make("div", { class: "card" }), {}, prose(text))];
    if (starters.length) {
      push(nodes, make("p", { class: "small" }, this.#strings.starters));
      push(nodes, this.#choices(starters));
    }
    this.#addTurn("bot", this.#name, nodes);
    this.#announce(text);
  }

  #showReply(reply) {
    const { alarm, reminders } = this.#context;
    this.#context = reply.context;
    this.#said += `\n${this.#name}:\n${reply.text}\n`;
    const nodes = this.#replyNodes(reply);
    if (isAlarm(reply.safety)) this.#raise(nodes[0], reply.safety);
    // The service begins the reply after an alarm with a reminder of it: that keeps its links.
    else if (reminders > 0 && isAlarm(alarm)) this.#addActions(nodes[0], alarm);
    this.#addTurn("bot", this.#name, nodes);
    this.#announce(reply.text);
    const intents = each(reply.answers, ({ intent }) => intent);
    this.#tell("answer", { kind: reply.kind, intents, safety: reply.safety });
  }

  /** Make the nodes of a reply: its card, then what may be asked next. */
  #replyNodes(reply) {
    const card = make("div", { class: "card" });
    const nodes = [card];
    each(piecesOf(reply), ({ kind, text }) => {
      if (kind === "choices") push(nodes, this.#choices(reply.choices));
      else if (kind === "note") push(nodes, make("p", { class: "small", dir: "auto" }, text));
      else if (kind === "question") appendChild(card, make("h3", { class: "question", dir: "auto" }, text));
      else if (kind === "source") appendChild(card, make("p", { class: "small source" }, icon("source"), text));
      else put(card, {}, prose(text));
    });
    return nodes;
  }

  /** Give a card the look of an alarm. */
  #raise(card, level) {
    setAttribute(card, "class", `card alarm ${level}`);
    prepend(card, make("h3", {}, icon(level), this.#strings[`alarm_${level}`]));
    this.#addActions(card, level);
  }

  /** Put the links of a level straight after the first lines, which say what to do. */
  #addActions(card, level) {
    const box = make("div", { class: `actions ${level}`, "data-level": level });
    this.#fillActions(box);
    after(querySelectorAll(card, "p")[0], box);
  }

  #choices(questions) {
    const list = make("ul", { class: "choices", role: "list" });
    each(questions, (question) => {
      const words = make("span", { dir: "auto" }, question);
      const choice = make("button", { type: "button", class: "choice", part: "choice" }, icon("go"), words);
      listen(choice, "click", () => {
        focus(this.#ui.input);
        this.#take(question);
      });
      appendChild(list, make("li", {}, choice));
    });
    return list;
  }

  /** Put the links of its level into a box, unless they are there. There are none until the service has named them. */
  #fillActions(box) {
    if (box.firstChild) return;
    each(listOf(this.#config?.actions?.[getAttribute(box, "data-level")]), (action) => {
      const href = textOf(action?.href);
      if (!exec(SAFE_LINK, href)) return;
      const image = icon(exec(/^tel/i, href) ? "call" : "chat");
      appendChild(box, make("a", { class: "action", href }, image, textOf(action.label) || href));
    });
  }

  /** Have a reply read out. The hidden log holds nothing else, since some readers repeat a whole log. */
  #announce(text) {
    replaceChildren(this.#ui.log, make("p", {}, text));
  }

  #showFailure({ reason, status = 0, seconds = "", note }, question, again) {
    const strings = this.#strings;
    const retry = make("button", { type: "button", class: "retry" }, strings.retry);
    const said = make("p", {}, fill(strings[reason], "seconds", seconds));
    const help = make("p", {}, make("strong", {}, note || this.#emergency));
    const turn = this.#addTurn("bot", this.#name, [
      make("div", { class: "card failure", role: "alert" }, said, help),
      make("div", {}, retry),
    ]);
    this.#failed = { turn, question };
    listen(retry, "click", () => {
      focus(this.#ui.input);
      this.#failed = null;
      remove(turn);
      again();
    });
    this.#tell("error", { reason, status });
  }

  /** Take the failure away, now that something else is asked; the question that it leaves gets a mark. */
  #giveUpFailed() {
    if (!this.#failed) return;
    const { turn, question } = this.#failed;
    this.#failed = null;
    remove(turn);
    if (question) appendChild(question, make("p", { class: "small" }, this.#strings.unanswered));
  }

  /** Scroll to a turn, so that a long reply is read from its beginning. */
  #reveal(turn) {
    const { transcript, panel } = this.#ui;
    const scroller = transcript.scrollHeight > transcript.clientHeight ? transcript : panel;
    scroller.scrollTop += getBoundingClientRect(turn).top - getBoundingClientRect(scroller).top - 12;
  }

  /** Offer to save and to start over once there is something to it. */
  #offerTools() {
    const { save, clear } = this.#ui;
    save.hidden = clear.hidden = !this.#said;
  }

  /** Hand the conversation to the person as a file, made here. */
  #save() {
    const { notice, file } = this.#strings;
    const text = `${new Date().toLocaleString()}\n${notice} ${this.#emergency}\n${this.#said}`;
    const href = createObjectURL(new Blob([text], { type: "text/plain" }));
    click(make("a", { href, download: file }));
    setTimeout(() => revokeObjectURL(href), 10_000);
  }
}

customElements.define("infusion-chat", InfusionChat);
