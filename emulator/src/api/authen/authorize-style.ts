import { Html } from "./html.ts";

/** The look of the authorize page; a light and a dark theme, whichever the system has. */
export const AUTHORIZE_STYLE = new Html(`
:root { color-scheme: light dark; --page: #f5f6f7; --card: #fff; --text: #1f2329; --quiet: #575e69; --line: #c4c8ce; --accent: #1c53d1; --danger: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #121417; --card: #1d2025; --text: #e8eaed; --quiet: #a7aeb9; --line: #4a515c; --accent: #8cb0ff; --danger: #ff9a92; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
.quiet { color: var(--quiet); margin: 0 0 .5rem; }
label { display: block; margin-bottom: .25rem; }
.row { display: flex; gap: .5rem; margin-bottom: 1rem; }
input[type="search"] { flex: 1; min-width: 0; }
input[type="search"], button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.people { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; gap: .5rem; }
.people button { width: 100%; text-align: start; }
.people span { display: block; }
.detail { color: var(--quiet); font-size: .875rem; }
.note { color: var(--danger); font-size: .875rem; }
.deny { color: var(--danger); }
a { color: var(--accent); }
`);
