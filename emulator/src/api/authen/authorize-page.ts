import type { Reply } from "../../gateway/reply.ts";
import { AUTHORIZE_STYLE } from "./authorize-style.ts";
import type { AuthorizeTexts } from "./authorize-texts.ts";
import { type Html, html } from "./html.ts";
import type { OAuthRefusal } from "./oauth-refusal.ts";
import type { Candidate } from "./people-picker.ts";

/** What the page asks, and with which links it goes on. Works without JavaScript: it has none. */
export interface Question {
  readonly app: string;
  readonly scopes: readonly string[];
  readonly search: string;
  readonly people: readonly Candidate[];
  readonly more: boolean;
  /** Whom the browser is signed in as. */
  readonly remembered: Candidate | undefined;
  /** Parameters of the authorization, for the forms to carry along. */
  readonly params: URLSearchParams;
  /** The page without the remembered person. */
  readonly forget: string;
}

export function questionPage(texts: AuthorizeTexts, question: Question, headers: Reply["headers"]): Reply {
  const { app, people, more, remembered, params, scopes } = question;
  const action = `?${params}`;
  const title = texts.title(app);
  const body = html`
<h1>${title}</h1>
<p class="quiet">${texts.asks}</p>
<ul>${[texts.asksIdentity, ...scopes].map((scope) => html`<li>${scope}</li>`)}</ul>
${remembered === undefined ? "" : rememberedPart(texts, action, remembered, question.forget)}
<h2 id="people">${texts.people}</h2>
<form method="get" role="search">
${[...params].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="search">${texts.search}</label>
<p class="quiet" id="hint">${texts.searchHint}</p>
<div class="row"><input type="search" id="search" name="search" value="${question.search}" aria-describedby="hint" autocomplete="off">
<button>${texts.find}</button></div>
</form>
<form method="post" action="${action}">
${people.length === 0 ? html`<p role="status">${texts.nobody}</p>` : html`<ul class="people" aria-labelledby="people">${people.map((person) => personItem(texts, person))}</ul>`}
${more ? html`<p class="quiet" role="status">${texts.more(people.length)}</p>` : ""}
<button class="deny" name="deny" value="1">${texts.deny}</button>
</form>`;
  return page(texts, 200, title, body, headers);
}

function rememberedPart(texts: AuthorizeTexts, action: string, person: Candidate, forget: string): Html {
  return html`<h2>${texts.signedIn}</h2>
<form method="post" action="${action}"><button name="user" value="${person.openId}">${texts.continueAs(person.name)}</button></form>
<p><a href="${forget}">${texts.somebodyElse}</a></p>`;
}

function personItem(texts: AuthorizeTexts, person: Candidate): Html {
  const notes = [...(person.frozen ? [texts.frozen] : []), ...(person.available ? [] : [texts.unavailable])];
  return html`<li><button name="user" value="${person.openId}"><span>${person.name}</span>
<span class="detail">${person.details.join(" · ")}</span>${notes.map(
    (note) => html`
<span class="note">${note}</span>`,
  )}</button></li>`;
}

/** What is wrong with the link: shown to the person, who is not sent back. */
export function refusalPage(texts: AuthorizeTexts, refusal: OAuthRefusal): Reply {
  const body = html`
<h1>${texts.failed}</h1>
<p>${texts.advice[refusal.code] ?? refusal.message}</p>
<p class="quiet">${texts.code} ${String(refusal.code)}: ${refusal.message}</p>`;
  return page(texts, 400, texts.failed, body, {});
}

function page(texts: AuthorizeTexts, status: number, title: string, content: Html, headers: Reply["headers"]): Reply {
  const { text } = html`<!doctype html>
<html lang="${texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${AUTHORIZE_STYLE}</style>
</head>
<body>
<main>
<p class="quiet">${texts.brand}</p>${content}
</main>
</body>
</html>
`;
  return {
    status,
    contentType: "text/html; charset=utf-8",
    headers: {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    },
    body: text,
  };
}
