import { useNavigate, useRouter } from "@tanstack/react-router";
import { Button, type ButtonProps } from "antd";

/** A link that looks like a button: it can be opened in another tab, and moves inside the console without loading it anew. */
export function LinkButton({
  to,
  search,
  ...rest
}: Omit<ButtonProps, "href" | "onClick"> & {
  readonly to: string;
  /** What stands behind the question mark. */
  readonly search?: Readonly<Record<string, string>>;
}) {
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <Button
      {...rest}
      href={router.buildLocation({ to, search } as never).href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        void navigate({ to, search } as never);
      }}
    />
  );
}
