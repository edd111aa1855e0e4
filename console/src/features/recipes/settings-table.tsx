import { useTranslation } from "react-i18next";
import { Card, CopyButton, DataTable, Mono } from "../../design/index.ts";
import type { Setting, Words } from "./recipe.ts";
import { useWords } from "./use-words.ts";

/** The fields of a product's page, in its order, each value to be copied. */
export function SettingsTable(props: { readonly place: Words | undefined; readonly settings: readonly Setting[] }) {
  const { t } = useTranslation("recipes");
  const say = useWords();
  return (
    <Card flush title={t("settings")}>
      {props.place ? <p className="recipe-place">{say(props.place)}</p> : null}
      <div className="list-scroll">
        <DataTable<Setting>
          label={t("settings")}
          rows={props.settings}
          rowKey={({ name }) => (typeof name === "string" ? name : name.en)}
          columns={[
            { title: t("field"), key: "field", width: "36%", render: (_, { name }) => say(name) },
            {
              title: t("value"),
              key: "value",
              render: (_, { name, value }) => (
                <div className="recipe-value">
                  <Mono>{value}</Mono>
                  <CopyButton text={value} what={say(name)} />
                </div>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}
