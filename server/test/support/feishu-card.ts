import type { Rehearsal } from "./feishu-emulator.ts";

/** What the person who pressed saw (emulator/README.md). */
export interface Pressed {
  readonly event_id: string;
  readonly client_code: number;
  readonly toast: { readonly type: string; readonly content: string } | null;
  readonly card_updated: boolean;
}

/** Sends somebody a card with one button, and returns how to press it. */
export async function sendCard(
  { emulator, control, truth }: Pick<Rehearsal, "emulator" | "control" | "truth">,
  value: object,
): Promise<(how?: object) => Promise<Pressed>> {
  const person = (await truth()).users.find(
    ({ listed, in_range, status }) => listed && in_range && !status["is_exited"],
  );
  const post = async <Answer>(path: string, body: object, token?: string) => {
    const answer = await fetch(`${emulator.url}/open-apis/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Answer;
  };
  const { tenant_access_token: token } = await post<{ tenant_access_token: string }>(
    "auth/v3/tenant_access_token/internal",
    { app_id: emulator.appId, app_secret: emulator.appSecret },
  );
  const card = {
    schema: "2.0",
    body: {
      elements: [
        {
          tag: "button",
          text: { tag: "plain_text", content: "Approve" },
          behaviors: [{ type: "callback", value }],
        },
      ],
    },
  };
  const sent = await post<{ data: { message_id: string } }>(
    "im/v1/messages?receive_id_type=open_id",
    { receive_id: person?.open_id, msg_type: "interactive", content: JSON.stringify(card) },
    token,
  );
  return (how = {}) => control<Pressed>("POST", `/messages/${sent.data.message_id}/press`, how);
}
