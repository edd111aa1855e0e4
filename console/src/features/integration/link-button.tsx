import { useNavigate, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import type { MouseEvent, ReactNode } from "react";

/** A link that looks like a button: it can be opened in another tab, and moves inside the console without loading it anew. */
export function LinkButton(props: { readonly to: string; readonly primary?: boolean; readonly children: ReactNode }) {
  const navigate = useNavigate();
  const router = useRouter();
  const { href } = router.buildLocation({ to: props.to as "/" });
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void navigate({ to: props.to as "/" });
  };
  return (
    <Button type={props.primary ? "primary" : "default"} href={href} onClick={open}>
      {props.children}
    </Button>
  );
}
