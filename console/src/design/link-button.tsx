import { useNavigate, useRouter } from "@tanstack/react-router";
import { Button, type ButtonProps } from "antd";

/** A link that looks like a button: it can be opened in another tab, and moves inside the console without loading it anew. */
export function LinkButton({ to, ...rest }: Omit<ButtonProps, "href" | "onClick"> & { readonly to: string }) {
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <Button
      {...rest}
      href={router.buildLocation({ to } as never).href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        void navigate({ to } as never);
      }}
    />
  );
}
