import { routes } from "@larkbridge/contract";
import type { Command } from "commander";
import { onAction, type Setup } from "../command.ts";
import { EXIT } from "../exit-status.ts";
import { renderDiagnosis } from "../render/diagnosis.ts";
import { renderEvents } from "../render/events.ts";

/** Adds `doctor`: exit 1 when something needed is missing. */
export function addDoctorCommand(program: Command, setup: Setup): void {
  onAction(
    program
      .command("doctor")
      .description("ask Feishu whether everything is in place, and tell what to do where it is not"),
    setup,
    async ({ output, client }) => {
      if (output.watched) output.progress("Asking Feishu …");
      const diagnosis = await client().call(routes.checkFeishuIntegration, {}, { patient: true });
      const events = await client().call(routes.getFeishuEvents, {});
      if (output.watched) output.progress("");
      if (output.json) output.printJson({ ...diagnosis, events });
      else output.print(`${renderDiagnosis(diagnosis, output)}\n\n${renderEvents(events, output)}`);
      return diagnosis.healthy ? EXIT.done : EXIT.failed;
    },
  );
}
