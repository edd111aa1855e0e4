/** The parts every page is made of. */
export { Card, Facts } from "./card.tsx";
export { CodeBox, SnippetBox } from "./code-box.tsx";
export { ConfirmDialog } from "./confirm-dialog.tsx";
export { CopyButton } from "./copy-button.tsx";
export { CursorTable } from "./cursor-table.tsx";
export { type DataColumn, DataTable } from "./data-table.tsx";
export { DesignProvider } from "./design-provider.tsx";
export { LinkButton } from "./link-button.tsx";
export { PageHeader } from "./page-header.tsx";
export { PageNav } from "./page-nav.tsx";
export { ProblemLine } from "./problem-line.tsx";
export { ReasonText } from "./reason.tsx";
export { SecretBox } from "./secret-box.tsx";
export { EmptyState, ErrorState, PageSkeleton } from "./states.tsx";
export { StatusPill, type Tone } from "./status-pill.tsx";
export { Count, Duration, Mono, Time } from "./text.tsx";
export { THEME_CHOICES } from "./theme.ts";
export { chooseTheme, readThemeChoice, subscribeToTheme } from "./theme-choice.ts";
