import { useNavigate, useRouter } from "@tanstack/react-router";
import { Button, type ButtonProps } from "antd";

/** A button that leads to a page: a real link, opened inside the console when clicked plainly. */
export function LinkButton({ to, ...rest }: ButtonProps & { readonly to: string }) {
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <Button
      {...rest}
      href={router.buildLocation({ to } as never).href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        void navigate({ to } as never);
      }}
    />
  );
}
