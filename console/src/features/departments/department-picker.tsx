import { useQuery } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../api/index.ts";
import { buildTree } from "./tree.ts";

/** Chooses departments by their numbers. `multiple` keeps the order of choosing; the first is the primary one. */
export function DepartmentPicker(props: {
  readonly value?: number | number[] | undefined;
  readonly onChange?: (value: never) => void;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly label?: string;
  readonly width?: number;
}) {
  const { t } = useTranslation("departments");
  const tree = useQuery(queryOf(routes.getDepartmentTree));
  const nodes = useMemo(() => buildTree(tree.data?.items ?? []), [tree.data]);
  return (
    <TreeSelect
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label ?? t("picker")}
      placeholder={t("picker")}
      style={{ width: props.width ?? "100%" }}
      value={props.value as never}
      onChange={(value) => props.onChange?.(value as never)}
      treeData={nodes as never}
      showSearch={{ treeNodeFilterProp: "title" }}
      multiple={props.multiple ?? false}
      disabled={props.disabled ?? false}
      loading={tree.isPending}
      allowClear
      listHeight={320}
      popupMatchSelectWidth={320}
    />
  );
}
